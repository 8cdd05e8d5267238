import { describe, expect, it } from 'vitest';
import type { ActiveTally, NamedTally } from '../../engagement/index.js';
import { funnelOf, funnelsBy } from './funnel.js';

const ENDED: NamedTally = {
  channel: 'chat',
  ruleName: null,
  ending: 'accepted',
  wasDelivered: true,
  wasShown: true,
  count: 3,
};

const ACTIVE: ActiveTally = { bucket: 0, channel: 'chat', ruleName: null, state: 'delivered', count: 2 };

describe('a funnel', () => {
  it('is empty where nothing was started', () => {
    expect(new Set(Object.values(funnelOf([], [])))).toEqual(new Set([0]));
  });

  it('counts how far attempts came, and what they came to', () => {
    const expired: NamedTally = { ...ENDED, ending: 'expired', wasDelivered: false, wasShown: false, count: 4 };

    expect(funnelOf([ENDED, expired], [ACTIVE, { ...ACTIVE, state: 'pending', count: 1 }])).toMatchObject({
      started: 10,
      active: 3,
      delivered: 5,
      shown: 3,
      accepted: 3,
      expired: 4,
      declined: 0,
    });
  });

  it('tells what was suppressed beside what was started', () => {
    const suppressed: NamedTally = { ...ENDED, ending: 'suppressed', wasDelivered: false, wasShown: false };

    expect(funnelOf([ENDED, suppressed], [])).toMatchObject({ started: 3, accepted: 3, suppressed: 3 });
  });

  it('adds up by what it is asked for', () => {
    const funnels = funnelsBy([ENDED, { ...ENDED, channel: 'callback', count: 1 }], [ACTIVE], ({ channel }) => channel);

    expect([...funnels].map(([channel, { started }]) => [channel, started])).toEqual([
      ['chat', 5],
      ['callback', 1],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { NodeRoster, type NodeStanding, standingText } from './node-roster.js';

const NOW = Date.parse('2026-01-31T12:00:00Z');

function aStanding(overrides: Partial<NodeStanding> = {}): NodeStanding {
  const counts = { visits: 3, browsers: 4, frontendServers: 0 };
  return { node: 'n-1', name: 'web-1', roles: ['frontend'], startedAt: NOW, ...counts, ...overrides };
}

function hearing(...texts: readonly string[]): NodeRoster {
  const roster = new NodeRoster();
  for (const text of texts) roster.hear(text, NOW);
  return roster;
}

describe('the roster of nodes', () => {
  it('has each node as it was heard last, by name', () => {
    const roster = hearing(
      standingText(aStanding({ node: 'n-2', name: 'web-2' }), false),
      standingText(aStanding(), false),
      standingText(aStanding({ visits: 9 }), false),
    );

    expect(roster.all(NOW)).toEqual([
      { ...aStanding({ visits: 9 }), heardAt: NOW },
      { ...aStanding({ node: 'n-2', name: 'web-2' }), heardAt: NOW },
    ]);
  });

  it('has no node that said it goes', () => {
    expect(hearing(standingText(aStanding(), false), standingText(aStanding(), true)).all(NOW)).toEqual([]);
  });

  it('keeps one that has fallen silent for two minutes', () => {
    const roster = hearing(standingText(aStanding(), false));

    expect(roster.all(NOW + 120_000)).toHaveLength(1);
    expect(roster.all(NOW + 120_001)).toEqual([]);
  });

  it('lists no more nodes than there can be', () => {
    const roster = new NodeRoster();
    for (let index = 0; index < 1_100; index++) roster.note(aStanding({ node: `n-${index}` }), NOW);

    expect(roster.all(NOW)).toHaveLength(1_000);
  });

  it.each(['', 'x', 'null', '{}', '{"form":2}', '{"form":1,"standing":{"node":1}}', '{"form":1,"standing":null}'])(
    'takes no notice of %s',
    (text) => {
      expect(hearing(text).all(NOW)).toEqual([]);
    },
  );
});

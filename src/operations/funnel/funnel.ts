import { ENDED_STATES, type EndedState } from '../../contract/index.js';
import type { ActiveTally, Tally } from '../../engagement/index.js';

/** How far attempts came, and what they came to. What was suppressed was never started, and is told beside. */
export interface Funnel extends Readonly<Record<EndedState, number>> {
  readonly started: number;
  /** Of those: have not ended. */
  readonly active: number;
  /** Of those: a frontend had them. */
  readonly delivered: number;
  /** Of those: the visitor saw them. */
  readonly shown: number;
}

const EMPTY: Funnel = {
  started: 0,
  active: 0,
  delivered: 0,
  shown: 0,
  ...(Object.fromEntries(ENDED_STATES.map((state) => [state, 0])) as Record<EndedState, number>),
};

/** Adds up, for each value of the key, in the order in which they come. */
export function funnelsBy<Key, Ended extends Tally>(
  ended: readonly Ended[],
  active: readonly ActiveTally[],
  keyOf: (tally: Ended | ActiveTally) => Key,
): ReadonlyMap<Key, Funnel> {
  const funnels = new Map<Key, Funnel>();
  const add = (tally: Ended | ActiveTally, change: (funnel: Funnel) => Funnel): void => {
    const key = keyOf(tally);
    funnels.set(key, change(funnels.get(key) ?? EMPTY));
  };
  for (const tally of ended) add(tally, (funnel) => withEnded(funnel, tally));
  for (const tally of active) add(tally, (funnel) => withActive(funnel, tally));
  return funnels;
}

export function funnelOf(ended: readonly Tally[], active: readonly ActiveTally[]): Funnel {
  return funnelsBy(ended, active, () => 'all').get('all') ?? EMPTY;
}

function withEnded(funnel: Funnel, { ending, wasDelivered, wasShown, count }: Tally): Funnel {
  return {
    ...funnel,
    started: funnel.started + (ending === 'suppressed' ? 0 : count),
    delivered: funnel.delivered + (wasDelivered ? count : 0),
    shown: funnel.shown + (wasShown ? count : 0),
    [ending]: funnel[ending] + count,
  };
}

function withActive(funnel: Funnel, { state, count }: ActiveTally): Funnel {
  return {
    ...funnel,
    started: funnel.started + count,
    active: funnel.active + count,
    delivered: funnel.delivered + (state === 'pending' ? 0 : count),
    shown: funnel.shown + (state === 'shown' ? count : 0),
  };
}

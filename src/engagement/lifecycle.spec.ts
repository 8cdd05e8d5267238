import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTEMPT_STATES, type AttemptState, ENDED_STATES } from '../contract/index.js';
import { endingWhenDue, FIRST_STATES, hasEnded, mayFollow, NEXT_STATES, statesBefore } from './lifecycle.js';

/** The lifecycle as it was drawn: an x where the state on the left may become the one above. */
const DRAWN = `
             pending delivered shown accepted declined ignored failed cancelled expired suppressed
  pending       -        x       x      x        x        -       x       x        x        -
  delivered     -        -       x      x        x        -       x       x        x        -
  shown         -        -       -      x        x        x       x       x        -        -
  accepted      -        -       -      -        -        -       -       -        -        -
  declined      -        -       -      -        -        -       -       -        -        -
  ignored       -        -       -      -        -        -       -       -        -        -
  failed        -        -       -      -        -        -       -       -        -        -
  cancelled     -        -       -      -        -        -       -       -        -        -
  expired       -        -       -      -        -        -       -       -        -        -
  suppressed    -        -       -      -        -        -       -       -        -        -
`;

const PAIRS = readTable(DRAWN);

const anyState = fc.constantFrom(...ATTEMPT_STATES);

describe('the lifecycle', () => {
  it('knows every state that goes over the wire, and no other', () => {
    expect(Object.keys(NEXT_STATES).toSorted()).toEqual([...ATTEMPT_STATES].toSorted());
    expect(PAIRS).toHaveLength(ATTEMPT_STATES.length ** 2);
  });

  it.each(PAIRS)('from $from to $to: $allowed', ({ from, to, allowed }) => {
    expect(mayFollow(from, to)).toBe(allowed);
  });

  it.each(PAIRS)('is told the same backwards: $from among the states before $to: $allowed', ({ from, to, allowed }) => {
    expect(statesBefore(to).includes(from)).toBe(allowed);
  });

  it('names each next state once', () => {
    for (const next of Object.values(NEXT_STATES)) expect(new Set(next).size).toBe(next.length);
  });

  it('starts pending, suppressed by a rule, or cancelled before its engage', () => {
    expect([...FIRST_STATES].toSorted()).toEqual(['cancelled', 'pending', 'suppressed']);
  });

  it('can reach every state', () => {
    const reached = new Set<AttemptState>(FIRST_STATES);
    for (const state of reached) NEXT_STATES[state].forEach((next) => reached.add(next));

    expect([...reached].toSorted()).toEqual([...ATTEMPT_STATES].toSorted());
  });
});

describe('an ending', () => {
  it.each(ATTEMPT_STATES)('%s is one exactly when it is listed as one', (state) => {
    expect(hasEnded(state)).toBe(ENDED_STATES.some((ended) => ended === state));
  });

  it('has nothing after it', () => {
    for (const ended of ENDED_STATES) expect(NEXT_STATES[ended]).toEqual([]);
  });
});

describe('a deadline that passes', () => {
  it.each([
    ['pending', 'expired'],
    ['delivered', 'expired'],
    ['shown', 'ignored'],
  ] as const)('ends an attempt that is %s as %s', (state, ending) => {
    expect(endingWhenDue(state)).toBe(ending);
    expect(mayFollow(state, ending)).toBe(true);
  });
});

describe('any history of an attempt', () => {
  /** Tries the states one after the other and takes each step that is allowed. */
  const walk = (tried: readonly AttemptState[]): readonly AttemptState[] =>
    tried.reduce<readonly AttemptState[]>(
      (taken, to) => (mayFollow(taken.at(-1) ?? 'pending', to) ? [...taken, to] : taken),
      ['pending'],
    );

  it('never leaves an ending, and never goes back to a state', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 30 }), (tried) => {
        const history = walk(tried);
        expect(history.slice(0, -1).filter(hasEnded)).toEqual([]);
        expect(new Set(history).size).toBe(history.length);
      }),
    );
  });

  it('keeps its first ending whatever is tried after it', () => {
    fc.assert(
      fc.property(fc.array(anyState), fc.array(anyState), (before, after) => {
        const history = walk(before);
        fc.pre(hasEnded(history.at(-1) ?? 'pending'));
        expect(walk([...before, ...after])).toEqual(history);
      }),
    );
  });

  it('may skip a step: what can be reached in two can be reached in one', () => {
    fc.assert(
      fc.property(anyState, anyState, anyState, (from, by, to) => {
        fc.pre(mayFollow(from, by) && mayFollow(by, to) && to !== 'ignored');
        expect(mayFollow(from, to)).toBe(true);
      }),
    );
  });
});

function readTable(table: string): readonly { from: AttemptState; to: AttemptState; allowed: boolean }[] {
  const [heads = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([from, ...marks]) =>
    marks.map((mark, column) => ({ from: stateNamed(from), to: stateNamed(heads[column]), allowed: mark === 'x' })),
  );
}

function stateNamed(name: string | undefined): AttemptState {
  const state = ATTEMPT_STATES.find((known) => known === name);
  if (state === undefined) throw new Error(`${name} is no state`);
  return state;
}

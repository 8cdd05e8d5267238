import scxml from '@scion-scxml/scxml';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENDED_STATES } from '#service/contract/index.js';
import { describeStrategy } from './strategy.contract.js';

describeStrategy('the strategy in SCXML', [process.execPath, 'scxml/run.js']);

interface State {
  readonly id: string;
  readonly $type: string;
  readonly states?: readonly State[];
  readonly transitions?: readonly { readonly event?: string; readonly target?: string }[];
}

describe('engagement.scxml', () => {
  const text = readFileSync(new URL('../../examples/strategy/scxml/engagement.scxml', import.meta.url), 'utf8');
  const document: State = JSON.parse(JSON.stringify(scxml.ext.compilerInternals.scxmlToScjson(text)));
  const states = statesIn(document);
  const transitions = states.flatMap(({ transitions: own = [] }) => own);

  it('has an end for every ending of an attempt', () => {
    const finals = states.filter(({ $type }) => $type === 'final').map(({ id }) => id);

    expect(finals).toEqual(expect.arrayContaining([...ENDED_STATES]));
    for (const state of ENDED_STATES)
      expect(transitions).toContainEqual(expect.objectContaining({ event: `engagement.${state}`, target: state }));
  });

  it('has no state that nothing leads to', () => {
    const targets = new Set(transitions.map(({ target }) => target));
    const innermost = states.filter(({ states: inner = [] }) => inner.length === 0).map(({ id }) => id);

    expect(innermost.filter((id) => !targets.has(id))).toEqual(['deciding']);
  });
});

function statesIn({ states = [] }: State): readonly State[] {
  return states.flatMap((state) => [state, ...statesIn(state)]);
}

import { OUTCOME_STATES, type OutcomeState, type OutcomeType, outcomeTypeOf } from '../../contract/index.js';
import type { UrlTemplate } from './url-template.js';

/** Who is told of outcomes. */
export interface Endpoint {
  readonly name: string;
  readonly address: UrlTemplate;
  /** Each message is signed with every one, so that a receiver may change over in its own time. */
  readonly secrets: readonly string[];
  /** What it is told of. */
  readonly outcomes: readonly OutcomeState[];
}

/** The outcomes of these types; all when there are none. */
export function outcomesOf(types: readonly OutcomeType[]): readonly OutcomeState[] {
  return OUTCOME_STATES.filter((state) => types.length === 0 || types.includes(outcomeTypeOf(state)));
}

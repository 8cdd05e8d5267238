import type { PacingAnswer } from '../engagement/model.js';

/** Why nobody is invited when the reply does not say. */
const NO_AGENTS = 'no-agents';

const LONGEST_REASON = 256;

/** What a reply says: `{"invite": true}`, or `{"invite": false}` with a `reason` or without. @returns nothing when it says neither */
export function answerIn(status: number, body: string): PacingAnswer | undefined {
  if (status !== 200) return undefined;
  const said = jsonIn(body);
  if (typeof said !== 'object' || said === null || !('invite' in said)) return undefined;
  if (said.invite === true) return { kind: 'invite' };
  if (said.invite !== false) return undefined;
  const reason = 'reason' in said ? said.reason : NO_AGENTS;
  return isReason(reason) ? { kind: 'suppress', reason } : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the store keeps as it is, and a strategy can read. */
function isReason(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    [...value].length <= LONGEST_REASON &&
    value.isWellFormed() &&
    !/\p{Cc}/u.test(value)
  );
}

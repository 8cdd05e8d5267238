import { OUTCOME_STATES } from '#service/contract/index.js';
import type { ReceivedWebhook } from './webhook-receiver.js';

/** An outcome as the database holds it. */
export interface RecordedOutcome {
  readonly attempt_id: string;
  readonly sequence: number;
  readonly state: string;
}

/** Asks for everything that an endpoint is to be told of. */
export const RECORDED_OUTCOMES = `select attempt_id, sequence, state from transitions
  where state in (${OUTCOME_STATES.map((state) => `'${state}'`).join()})`;

/**
 * What must hold between what a receiver was told and what is on record, whatever has failed meanwhile.
 *
 * @returns each breach, as a sentence
 */
export function breachesBetween(
  received: readonly ReceivedWebhook[],
  recorded: readonly RecordedOutcome[],
): readonly string[] {
  const onRecord = new Map(recorded.map((outcome) => [`${outcome.attempt_id}-${outcome.sequence}`, outcome.state]));
  const taken = new Set(received.filter((webhook) => webhook.taken).map(({ id }) => id));
  const lost = [...onRecord.keys()].filter((id) => !taken.has(id));
  const invented = received.filter(({ id, type }) => type !== `engagement.${onRecord.get(id)}`);
  const first = new Map<string, ReceivedWebhook>();
  for (const webhook of received) if (!first.has(webhook.id)) first.set(webhook.id, webhook);
  const other = received.filter(({ id, text }) => text !== first.get(id)?.text);
  const last = new Map<string, number>();
  const overtaken: string[] = [];
  for (const { id, attemptId, sequence } of first.values()) {
    if (sequence < (last.get(attemptId) ?? 0)) overtaken.push(id);
    last.set(attemptId, sequence);
  }
  return [
    ...lost.map((id) => `${id} is on record, and was not taken`),
    ...invented.map(({ id, type }) => `${id} ${type} is not on record`),
    ...other.map(({ id }) => `${id} came with another text`),
    ...overtaken.map((id) => `${id} came after a later one of its attempt`),
  ];
}

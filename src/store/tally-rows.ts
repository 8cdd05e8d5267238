import type { ActiveTally, LatencyTally, NamedTally, Tally, TimedTally } from '../engagement/model.js';
import type { ActiveTallyRow, LatencyTalliesTable, TalliesTable } from './schema.js';
import { BEYOND } from './tally-statements.js';

type TallyRow = Pick<TalliesTable, 'ending' | 'was_delivered' | 'was_shown' | 'count'>;

export type NamedTallyRow = TallyRow & Pick<TalliesTable, 'channel' | 'rule_name'>;

export type TimedTallyRow = TallyRow & Pick<TalliesTable, 'bucket'>;

export function namedTallyOf(row: NamedTallyRow): NamedTally {
  return { channel: row.channel, ruleName: nameIn(row.rule_name), ...tallyOf(row) };
}

export function timedTallyOf(row: TimedTallyRow): TimedTally {
  return { bucket: row.bucket, ...tallyOf(row) };
}

function tallyOf({ ending, was_delivered, was_shown, count }: TallyRow): Tally {
  return { ending, wasDelivered: was_delivered === 1, wasShown: was_shown === 1, count };
}

export function activeTallyOf({ rule_name, ...row }: ActiveTallyRow): ActiveTally {
  return { ...row, ruleName: nameIn(rule_name) };
}

export function latencyOf({ within_ms, ...row }: Omit<LatencyTalliesTable, 'grain'>): LatencyTally {
  return { ...row, withinMs: within_ms === BEYOND ? null : within_ms };
}

/** Keys of tables hold no null. */
function nameIn(text: string): string | null {
  return text === '' ? null : text;
}

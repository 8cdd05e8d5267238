import type { ActiveTally, LatencyTally, Tally } from '../engagement/model.js';
import type { ActiveTallyRow, LatencyTalliesTable, TalliesTable } from './schema.js';
import { BEYOND } from './tally-statements.js';

export function tallyOf(row: Omit<TalliesTable, 'grain'>): Tally {
  return {
    bucket: row.bucket,
    channel: row.channel,
    ruleName: nameIn(row.rule_name),
    ending: row.ending,
    wasDelivered: row.was_delivered === 1,
    wasShown: row.was_shown === 1,
    count: row.count,
  };
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

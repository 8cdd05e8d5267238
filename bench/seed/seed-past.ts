import { COUNTING } from '../../src/store/tally-statements.js';
import { counting, type SeededHistory, seeding, settling } from '../../test/support/seeded-history.js';
import type { Store } from '../systems/store.js';
import { whileSeeding, withoutIndexes } from './seed-database.js';

/** How many attempts one statement adds. */
const AT_ONCE = 50_000;

/** Fills a store with a past, counted and told, as if the gateway had gone through it. */
export async function seedPast(
  store: Store,
  past: Omit<SeededHistory, 'kind'>,
  tell: (added: number) => void,
): Promise<void> {
  const history: SeededHistory = { ...past, kind: store.kind };
  await whileSeeding(store, async (database) => {
    const addAll = async (): Promise<void> => {
      for (let first = 0; first < history.attempts; first += AT_ONCE) {
        const last = Math.min(first + AT_ONCE, history.attempts) - 1;
        for (const sql of seeding(history, first, last)) await database.run(sql);
        for (const [sql, before, upTo] of counting(COUNTING, first, last))
          await database.run(filledIn(sql, before, upTo));
        tell(last + 1);
      }
    };
    await withoutIndexes(database, addAll, NEEDED);
    for (const sql of settling(history)) await database.run(sql);
  });
}

/** What is added is counted by its places. */
const NEEDED: ReadonlySet<string> = new Set(['transitions_position']);

function filledIn(sql: string, ...values: readonly number[]): string {
  let index = 0;
  return sql.replaceAll('?', () => String(values[index++]));
}

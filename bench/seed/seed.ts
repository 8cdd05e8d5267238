import { setImmediate } from 'node:timers/promises';
import type { Store } from '../systems/store.js';
import { type SeedDatabase, whileSeeding, withoutIndexes } from './seed-database.js';

/** How many of the attempts that the gateway has kept itself are copied, over and over. */
const MOST_TEMPLATES = 200;

/** How many attempts one statement adds. */
const AT_ONCE = 50_000;

/** Copies are older than what they are copied from, each by so many milliseconds more than the one after it. */
const APART_MS = 500;

/** What makes copies differ. Everything else of an attempt is taken as the gateway wrote it. */
const OWN: Readonly<Record<string, string>> = {
  attempt_id: `'01000000-0000-7000-8000-' || substr(cast(1000000000000 + copy.n as text), 2)`,
  interaction_id: `'seeded-interaction-' || copy.n`,
  visit_id: `'seeded-visit-' || (copy.n / 3)`,
};

type Columns = readonly { readonly column: string; readonly type: string }[];

/**
 * Fills a store with ended attempts and all that belongs to them, by copying what the gateway has kept of some real
 * ones. It knows the names of the ids only: the tables and the rest of their columns are asked of the database.
 *
 * @param from how many have been added before
 * @param to how many there are to be then
 */
export async function seed(store: Store, from: number, to: number, tell: (added: number) => void): Promise<void> {
  await whileSeeding(store, (database) =>
    withoutIndexes(database, async () => {
      const tables = await tablesOf(database);
      const templates = await makeTemplates(database, [...tables.keys()]);
      for (let first = from; first < to; first += AT_ONCE) {
        const last = Math.min(first + AT_ONCE, to) - 1;
        for (const [table, columns] of tables) await database.run(copying(table, columns, templates, first, last, to));
        tell(last + 1);
        await setImmediate();
      }
    }),
  );
}

/** Those that hold attempts, or what belongs to them. */
async function tablesOf(database: SeedDatabase): Promise<ReadonlyMap<string, Columns>> {
  const tables = new Map<string, { column: string; type: string }[]>();
  for (const { table = '', column = '', type = '' } of await database.rows(database.columns))
    tables.set(table, [...(tables.get(table) ?? []), { column, type }]);
  return new Map([...tables].filter(([, columns]) => columns.some(({ column }) => column === 'attempt_id')));
}

/**
 * Puts some real attempts aside, with a number each: such as have ended, since a visit has no more than one that has not.
 *
 * @returns how many
 */
async function makeTemplates(database: SeedDatabase, tables: readonly string[]): Promise<number> {
  await database.run(
    `create temp table chosen as select row_number() over (order by attempt_id) - 1 as template, attempt_id
     from (select attempt_id from attempts where attempt_id not like '01000000-%' and ended_at is not null
           order by attempt_id limit ${MOST_TEMPLATES}) a`,
  );
  for (const table of tables)
    await database.run(
      `create temp table "template_${table}" as select chosen.template, original.*
       from "${table}" original join chosen on chosen.attempt_id = original.attempt_id`,
    );
  const [chosen] = await database.rows('select cast(count(*) as text) as count from chosen');
  const count = Number(chosen?.count);
  if (count === 0) throw new Error('none of the attempts that are to be copied has ended');
  return count;
}

/** The statement that adds what a table holds of the attempts from one number to another. */
function copying(table: string, columns: Columns, templates: number, first: number, last: number, to: number): string {
  const names = columns.map(({ column }) => `"${column}"`);
  const values = columns.map(({ column, type }) => {
    const own = OWN[column];
    if (own !== undefined) return `cast(${own} as ${type})`;
    // Moments are the only numbers that are so long.
    return type.toLowerCase() === 'bigint' ? `t."${column}" - ${APART_MS} * (${to} - copy.n)` : `t."${column}"`;
  });
  return `with recursive copy(n) as (select ${first} union all select n + 1 from copy where n < ${last})
    insert into "${table}" (${names.join(', ')})
    select ${values.join(', ')} from copy join "template_${table}" t on t.template = copy.n % ${templates}`;
}

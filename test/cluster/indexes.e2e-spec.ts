import type { AttemptSearch, DeliveryQuery } from '#service/engagement/index.js';
import { boundaryOf, searchOf } from '#service/store/attempt-search.js';
import { deliveryListing } from '#service/store/delivery-rows.js';
import { numbered } from '#service/store/postgres/numbered.js';
import * as deliveryStatements from '#service/store/postgres/delivery-statements.js';
import * as statements from '#service/store/postgres/statements.js';
import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresServer } from '../support/postgres-server.js';

const DATABASE = 'indexes_test';

/** How many attempts there are: enough that going through them all would be the dearer way. */
const ATTEMPTS = 50_000;

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
  const { store } = await openPostgres(await server.database(DATABASE), 2);
  await store.close();
  // One in fifty is active, one in a hundred pending.
  await server.query(
    DATABASE,
    `insert into attempts (attempt_id, interaction_id, visit_id, state, created_at, expires_at, ended_at, deadline,
       answer_within, exclusive, transition_count, showing_pages, invitation)
     select lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000', 'i-' || n, 'v-' || n,
       case when n % 100 = 0 then 'pending' when n % 50 = 0 then 'shown' else 'accepted' end,
       n, n + 300000, case when n % 50 = 0 then null else n + 1 end, case when n % 50 = 0 then n + 300000 end,
       63000, 1, 1, '[]', '{"displaySeconds":60}'
     from generate_series(1, ${ATTEMPTS}) as n`,
  );
  await server.query(
    DATABASE,
    `insert into transitions (attempt_id, sequence, state, at, by)
     select attempt_id, 0, 'pending', created_at, 'strategy' from attempts`,
  );
  // One in fifty deliveries waits, one in fifty has failed.
  await server.query(
    DATABASE,
    `insert into deliveries (position, endpoint, attempt_id, sequence, outcome, state, tries, planned_at, due_at)
     select n, 'reports', lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000', 1, 'accepted',
       case n % 50 when 0 then 'waiting' when 1 then 'failed' else 'delivered' end, 1, n, case n % 50 when 0 then n end
     from generate_series(1, ${ATTEMPTS}) as n`,
  );
  await server.query(
    DATABASE,
    `insert into webhook_endpoints (endpoint, planned_up_to, failures) values ('reports', 0, 0)`,
  );
  await server.query(DATABASE, 'vacuum analyze');
});

afterAll(async () => {
  await server.stop();
});

const ID = `'00000064-0000-7000-8000-000000000000'`;
const REPORT = `'[{"attempt_id":"00000064-0000-7000-8000-000000000000","visit_id":null,"states_before":["pending"],"to_state":"shown","at":5,"is_ending":false,"shown_by":"[]"}]'`;
const ROW = `'[{"attempt_id":"ff","interaction_id":"i-new","visit_id":"v-new","state":"pending","created_at":5,"expires_at":6,"deadline":6,"answer_within":5,"exclusive":1,"transition_count":1,"showing_pages":"[]","invitation":"{}"}]'`;

const TRY = `'[{"endpoint":"reports","position":100,"tries":1,"at":5,"state":"waiting","due_at":500,"answer":500,"error":"why"}]'`;

/** Values for each statement, as text. */
const VALUES: Readonly<Record<Exclude<keyof typeof statements, 'listing'>, readonly string[]>> = {
  START: [ROW, `'0'`],
  SUPPRESS: [ROW],
  LOCK_VISITS: [`array['v-100']`],
  GO_ON_ALONE: [],
  LOOK_AT_VISITS: [
    `'[{"attempt_id":"ff","interaction_id":"i-100","visit_id":"v-100","exclusive":1,"at":5,"counts_after":1,"least_id":"00000000"}]'`,
  ],
  CANCEL_OTHERS: [`'v-100'`, '5', 'null', 'null', ID],
  KEEP_WISH: [ID],
  VISIT_OF: [ID],
  END_DUE: ['300100', '500'],
  END_ONE_DUE: [ID, '5'],
  CANCEL_INTERACTION: [`'i-100'`, '5', 'null', 'null'],
  CANCEL_ONE: [ID, '5', 'null', 'null'],
  CANCEL_BY_OPERATOR: [ID, '5', 'null', 'null'],
  CANCEL_VISIT: [`'v-100'`, '5', 'null', 'null', `'strategy'`],
  RECORD_PLAINLY: [REPORT],
  STEP: [ID, `'shown'`, '5', 'null', 'null', 'false', `'[]'`, 'null'],
  REMEMBER_PAGES: [ID, `'[]'`],
  REMEMBER_CANCELLED: [ROW],
  ADOPT: [ROW],
  BY_ID: [ID],
  BY_INTERACTION: [`'i-100'`],
  ACTIVE_OF_VISIT: [`'v-100'`],
  LOCK_ACTIVE_OF_VISIT: [`'v-100'`],
  LOCK: [ID],
  MADE_BETWEEN: ['1000', '2000', '1000'],
  ENDED_AMONG: [`array[${ID}]`],
  PURGE: [ID, '1000000', '100'],
  TAKE_TURN: [],
  GIVE_OUT_PLACES: ['100'],
  OUTCOMES_AFTER: ['40000', '100'],
  LAST_OUTCOME: [],
};

const DELIVERY_VALUES: Readonly<Record<keyof typeof deliveryStatements, readonly string[]>> = {
  OPEN_ENDPOINTS: [`array['reports']`],
  PLAN: [`'reports'`, `array['accepted']`, '5', '100'],
  STANDING_OF: [`'reports'`],
  LOCK_STANDING: [`'reports'`],
  KEEP_STANDING: [`'reports'`, '0', 'null', 'null'],
  CLAIM: [`'reports'`, '100', '200', '16'],
  SETTLE: [TRY],
  GIVE_UP: ['1000', '2000', '100'],
  SEND_AGAIN: [`'reports'`, '100', '5'],
  SEND_FAILED_AGAIN: [`'reports'`, '5', '100'],
  HASTEN: [`'reports'`, '5', '100000', '100'],
};

const DELIVERY_LISTINGS: readonly Omit<DeliveryQuery, 'limit'>[] = [
  {},
  { state: 'failed' },
  { endpoint: 'reports' },
  { endpoint: 'reports', state: 'waiting' },
  { attemptId: ID.replaceAll("'", '') },
  { after: { position: 100, endpoint: 'reports' } },
];

const LISTINGS: readonly (readonly [condition: string, value: string][])[] = [
  [],
  [['visit_id = ?', `'v-100'`]],
  [['interaction_id = ?', `'i-100'`]],
  [['state = ?', `'pending'`]],
  [['attempt_id >= ?', ID]],
  [['attempt_id < ?', ID]],
];

/** Of those that are looked through, the last. */
const BOUNDARY = `${(ATTEMPTS - 2_000).toString(16).padStart(8, '0')}-0000-7000-8000-000000000000`;

const SEARCHES: readonly Omit<AttemptSearch, 'limit' | 'lookThrough'>[] = [
  {},
  { interactionId: 'i-100' },
  { visitId: 'v-100', state: 'accepted' },
  { state: 'pending', channel: 'chat' },
  { channel: 'chat', ruleName: 'cart' },
  { since: 100, until: 200 },
  { before: ID.replaceAll("'", '') },
];

const ASKED: readonly (readonly [name: string, sql: string, values: readonly string[]])[] = [
  ...Object.entries(VALUES).map(([name, values]) => [name, String(Reflect.get(statements, name)), values] as const),
  ...LISTINGS.map(
    (conditions) =>
      [
        `listing by ${conditions.map(([condition]) => condition).join() || 'nothing'}`,
        statements.listing(conditions.map(([condition]) => condition)),
        ['50', ...conditions.map(([, value]) => value)],
      ] as const,
  ),
  ...Object.entries(DELIVERY_VALUES).map(
    ([name, values]) => [name, String(Reflect.get(deliveryStatements, name)), values] as const,
  ),
  ...SEARCHES.flatMap((filters) => {
    const search = { ...filters, limit: 50, lookThrough: 2_000 };
    const named = Object.keys(filters).join() || 'nothing';
    return [
      asked(`where a search by ${named} ends`, boundaryOf(search, 'postgres')),
      asked(`searching by ${named}`, searchOf(search, BOUNDARY, 'postgres')),
    ];
  }),
  ...DELIVERY_LISTINGS.map((query) => {
    const named = Object.keys(query).join() || 'nothing';
    return asked(`listing deliveries by ${named}`, deliveryListing({ ...query, limit: 50 }));
  }),
];

function asked(
  name: string,
  { sql, values }: { readonly sql: string; readonly values: readonly unknown[] },
): (typeof ASKED)[number] {
  return [name, numbered(sql), values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)))];
}

describe('what the service asks of PostgreSQL', () => {
  it('is all tried here', () => {
    expect(Object.keys(VALUES).toSorted()).toEqual(
      Object.keys(statements)
        .filter((name) => name !== 'listing')
        .toSorted(),
    );
    expect(Object.keys(DELIVERY_VALUES).toSorted()).toEqual(Object.keys(deliveryStatements).toSorted());
  });

  it.each(ASKED)('is answered by an index: %s', async (_, sql, values) => {
    const filledIn = values.reduceRight((text, value, index) => text.replaceAll(`$${index + 1}`, value), sql);

    const plan = await server.query<{ 'QUERY PLAN': string }>(DATABASE, `explain ${filledIn}`);

    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Index (Only )?Scan|Insert on|^Result|Function Scan on unnest|webhook_endpoints/);
    expect(text).not.toMatch(/Seq Scan on (attempts|transitions|deliveries)/);
  });
});

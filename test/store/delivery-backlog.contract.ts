import { OUTCOME_STATES } from '#service/engagement/index.js';
import type { OpenedStore } from '#service/store/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** How many deliveries wait for an endpoint that is down. */
const WAITING = 100_000;
const UNPLANNED = 500;

const NUMBERS = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${WAITING + UNPLANNED})`;

/** Two outcomes for each attempt: a step, and an ending that waits for it. The last are not planned yet. */
const BACKLOG = [
  `insert into attempts (attempt_id, interaction_id, visit_id, state, created_at, ended_at, exclusive, transition_count,
     showing_pages)
   ${NUMBERS} select 'attempt-' || n, 'interaction-' || n, 'visit-' || n, 'accepted', n, n, 0, 2, '[]'
   from numbers where n % 2 = 0`,
  `insert into transitions (attempt_id, sequence, state, at, by, position)
   ${NUMBERS} select 'attempt-' || (n + n % 2), 1 - n % 2, case n % 2 when 1 then 'shown' else 'accepted' end, n, 'visitor', n
   from numbers`,
  `insert into deliveries (position, endpoint, attempt_id, sequence, outcome, state, tries, planned_at, due_at)
   ${NUMBERS} select n, 'down', 'attempt-' || (n + n % 2), 1 - n % 2, case n % 2 when 1 then 'shown' else 'accepted' end,
     'waiting', 0, 1, 1
   from numbers where n <= ${WAITING}`,
  `insert into webhook_endpoints (endpoint, planned_up_to, failures) values ('down', ${WAITING}, 0)`,
];

/** How long a step may take on a busy machine, in milliseconds: a few are the rule. */
const WITHIN_MS = 500;

/** What a DeliveryBook does while very much waits, of which a database may have taken no note yet. */
export function describeDeliveryBacklog(
  name: string,
  open: () => Promise<{ readonly opened: OpenedStore; readonly execute: (sql: string) => Promise<unknown> }>,
): void {
  describe(`${WAITING} deliveries that wait for an endpoint that is down: ${name}`, () => {
    let opened: OpenedStore;

    beforeAll(async () => {
      const { opened: store, execute } = await open();
      opened = store;
      for (const sql of BACKLOG) await execute(sql);
    });

    afterAll(() => opened.store.close());

    const timed = async <T>(work: () => Promise<T>): Promise<T> => {
      const begun = performance.now();
      const result = await work();
      expect(performance.now() - begun).toBeLessThan(WITHIN_MS);
      return result;
    };

    it('keep nobody waiting who plans others', async () => {
      expect(await timed(() => opened.deliveries.plan('down', OUTCOME_STATES, 2, UNPLANNED))).toBe(UNPLANNED);
      expect(await timed(() => opened.deliveries.plan('down', OUTCOME_STATES, 2, UNPLANNED))).toBe(0);
    });

    it('are claimed and settled as fast as few, in their order', async () => {
      for (let round = 0; round < 20; round++) {
        const claimed = await timed(() => opened.deliveries.claim('down', 2, 20_000, 16));
        expect(claimed).toHaveLength(16);
        await timed(() =>
          Promise.all(
            claimed.map(({ endpoint, tries, isProbe, outcome: { position } }) =>
              opened.deliveries.settle({
                endpoint,
                position,
                tries,
                isProbe,
                at: 2,
                answer: 204,
                error: null,
                verdict: { kind: 'delivered' },
              }),
            ),
          ),
        );
      }
    });

    it('are listed, counted and given up in no time', async () => {
      const list = (query: object): Promise<readonly unknown[]> =>
        timed(() => opened.deliveries.list({ ...query, limit: 50 }));
      expect(await list({ endpoint: 'down', state: 'waiting' })).toHaveLength(50);
      expect(await list({ endpoint: 'down', state: 'delivered' })).toHaveLength(50);
      expect(await list({ endpoint: 'down', state: 'failed' })).toEqual([]);
      expect(await list({ endpoint: 'another' })).toEqual([]);
      expect(await list({ endpoint: 'another', state: 'waiting' })).toEqual([]);
      expect(await list({ state: 'failed' })).toEqual([]);
      expect(await timed(() => opened.deliveries.hasten('down', 2, 3, 500))).toBe(0);
      expect(await timed(() => opened.deliveries.endpoints())).toMatchObject([
        { endpoint: 'down', waiting: WAITING + UNPLANNED - 320, waitingSince: 1, failed: 0 },
      ]);
      expect(await timed(() => opened.deliveries.giveUp(2, 3, 500))).toBe(500);
      expect(await timed(() => opened.deliveries.sendFailedAgain('down', 4, 500))).toBe(500);
    });
  });
}

import type { NewAttempt, StartResult } from '#service/engagement/index.js';
import type { OpenedStore } from '#service/store/opened-store.js';
import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';
import { PostgresServer } from '../support/postgres-server.js';

const ROUNDS = 50;
const VISITS = 50;

let server: PostgresServer;
let nodes: readonly OpenedStore[];

beforeAll(async () => {
  server = await PostgresServer.start();
  const url = await server.database('batches_test');
  // Nobody waits for the database to find out who waits for whom.
  await server.query('postgres', `alter database batches_test set deadlock_timeout = '10s'`);
  nodes = await Promise.all([openPostgres(url, 5), openPostgres(url, 5), openPostgres(url, 5)]);
});

afterAll(async () => {
  for (const { store } of nodes) await store.close();
  await server.stop();
});

/** The same in an order of its own. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

const kindsOf = (results: readonly StartResult[]): readonly string[] => results.map(({ kind }) => kind).toSorted();

describe('batches of several nodes, with the same visits in different orders', () => {
  it(
    'do not stand in each other’s way: each visit gets one attempt, and each call its answer',
    {
      timeout: 180_000,
    },
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const visits = Array.from({ length: VISITS }, () => randomUUID());
        const results = await Promise.all(
          nodes.map(({ store }) =>
            Promise.all(
              shuffled(visits).map(async (visitId) => ({
                visitId,
                result: await store.start(aNewAttempt({ visitId }), under('reject')),
              })),
            ),
          ),
        );

        for (const visitId of visits) {
          const ofVisit = results.flat().filter((one) => one.visitId === visitId);
          expect(kindsOf(ofVisit.map(({ result }) => result))).toEqual(['started', 'visit-engaged', 'visit-engaged']);
        }
      }
    },
  );

  it('know each the same engage from the others', { timeout: 180_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const attempts: readonly NewAttempt[] = Array.from({ length: VISITS }, () => aNewAttempt());
      const results = await Promise.all(
        nodes.map(({ store }) =>
          Promise.all(
            shuffled(attempts).map((attempt) => store.start({ ...attempt, attemptId: randomUUID() }, under('reject'))),
          ),
        ),
      );

      const kinds = kindsOf(results.flat());
      expect([kinds.filter((kind) => kind === 'known').length, kinds.length]).toEqual([2 * VISITS, 3 * VISITS]);
    }
  });

  it('go on one after the other when they wait for the same interactions crosswise', { timeout: 180_000 }, async () => {
    for (let round = 0; round < 5; round++) {
      const interactions = Array.from({ length: VISITS }, () => randomUUID());
      const results = await Promise.all(
        nodes.map(({ store }) =>
          Promise.all(
            shuffled(interactions).map((interactionId) => store.start(aNewAttempt({ interactionId }), under('reject'))),
          ),
        ),
      );

      const kinds = kindsOf(results.flat());
      expect([kinds.filter((kind) => kind === 'known').length, kinds.length]).toEqual([2 * VISITS, 3 * VISITS]);
    }
  });
});

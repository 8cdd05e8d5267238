import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { OUTCOME_STATES } from '#service/engagement/index.js';
import type { OpenedStore } from '#service/store/index.js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { describeDeliveryBacklog } from '../store/delivery-backlog.contract.js';
import { describeDeliveryBook } from '../store/delivery-book.contract.js';
import { aNewAttempt, under } from '../support/builders.js';
import { PostgresServer } from '../support/postgres-server.js';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
  await server.database('deliveries_test');
});

afterAll(async () => {
  await server.stop();
});

describeDeliveryBook('deliveries in PostgreSQL', () => openPostgres(server.urlOf('deliveries_test'), 10));

describeDeliveryBacklog('in PostgreSQL', async () => {
  const name = 'backlog_test';
  const opened = await openPostgres(await server.database(name), 10);
  // It has seen the tables while they were empty, and takes no note of what has come since.
  for (const table of ['attempts', 'transitions', 'deliveries'])
    await server.query(name, `alter table ${table} set (autovacuum_enabled = false)`);
  return { opened, execute: (sql) => server.query(name, sql) };
});

describe('a delivery that is planned while its attempt is being forgotten', () => {
  /** A store in which one waits. */
  const aForgottenDelivery = async (
    database: string,
  ): Promise<Pick<OpenedStore, 'deliveries'> & { readonly attemptId: string; readonly at: number }> => {
    const url = await server.database(database);
    const { store, deliveries, outcomes } = await openPostgres(url, 10);
    onTestFinished(() => store.close());
    await deliveries.open(['reports']);
    const attempt = aNewAttempt();
    const { attemptId, visitId, createdAt: at } = attempt;
    await store.start(attempt, under('allow'));
    await store.cancelVisit({ visitId, at, by: 'operator', actor: null, reason: 'erased' });
    await outcomes.giveOutPlaces(500);

    // What takes it out is under way when the delivery is planned, and is over before it is claimed.
    const erasing = new pg.Client({ connectionString: url });
    await erasing.connect();
    await erasing.query('begin');
    for (const table of ['transitions', 'deliveries', 'attempts']) await erasing.query(`delete from ${table}`);
    await deliveries.plan('reports', OUTCOME_STATES, at, 500);
    await erasing.query('commit');
    await erasing.end();

    expect(await deliveries.list({ attemptId, limit: 10 })).toHaveLength(1);
    return { deliveries, attemptId, at };
  };

  it('is made to nobody, and does not wait either', async () => {
    const { deliveries, attemptId, at } = await aForgottenDelivery('claimed_test');

    expect(await deliveries.claim('reports', at, 1_000, 16)).toEqual([]);
    expect(await deliveries.list({ attemptId, limit: 10 })).toEqual([]);
  });

  it('is gone when it would be given up, where nobody is told anything', async () => {
    const { deliveries, attemptId, at } = await aForgottenDelivery('given_up_test');

    expect(await deliveries.giveUp(at + 1, at + 1, 100)).toBe(0);
    expect(await deliveries.list({ attemptId, limit: 10 })).toEqual([]);
  });
});

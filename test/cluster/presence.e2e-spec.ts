import { openPostgres } from '#service/store/postgres/open-postgres.js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { aNewAttempt } from '../support/builders.js';
import { PostgresServer } from '../support/postgres-server.js';

const DATABASE = 'presence_test';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(async () => {
  await server.stop();
});

describe('a node all of whose connections are busy', () => {
  it('has its calls fail, and does not take PostgreSQL for away', async () => {
    const { store, visits, readings } = await openPostgres(await server.database(DATABASE), 2);
    const other = new pg.Client({ connectionString: server.urlOf(DATABASE) });
    await other.connect();
    onTestFinished(async () => {
      await other.end();
      await store.close();
    });
    await other.query('begin');
    await other.query('lock table erasures in access exclusive mode');

    const verdicts: boolean[] = [];
    const failures: unknown[] = [];
    for (let count = 0; count < 10; count++) {
      const { attemptId: erasureId, createdAt: at } = aNewAttempt();
      for (let call = 0; call < 4; call++)
        void visits.beginErasure({ erasureId, at, actor: null }).catch((error: unknown) => failures.push(error));
      await delay(300);
      await readings.ask();
      verdicts.push(readings.availability.isUp);
    }

    expect(failures.length).toBeGreaterThan(10);
    expect(verdicts).toEqual(verdicts.map(() => true));
  });
});

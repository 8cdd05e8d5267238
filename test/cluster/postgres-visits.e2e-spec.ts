import { OUTCOME_STATES } from '#service/engagement/index.js';
import { PLAN } from '#service/store/postgres/delivery-statements.js';
import { openPostgres } from '#service/store/postgres/open-postgres.js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { describeVisitBook } from '../store/visit-book.contract.js';
import { aNewAttempt, under } from '../support/builders.js';
import { PostgresServer } from '../support/postgres-server.js';

let server: PostgresServer;
let url: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  url = await server.database('visits_test');
});

afterAll(async () => {
  await server.stop();
});

describeVisitBook('visits in PostgreSQL', () => openPostgres(url, 10));

describe('an erasure in PostgreSQL', () => {
  it('waits for whoever plans deliveries, and erases what is planned meanwhile', async () => {
    const database = 'planned_test';
    const opened = await openPostgres(await server.database(database), 10);
    onTestFinished(() => opened.store.close());
    await opened.deliveries.open(['reports']);
    const attempt = aNewAttempt();
    const { attemptId, visitId, createdAt: at } = attempt;
    await opened.store.start(attempt, under('allow'));
    await opened.store.cancelVisit({ visitId, at, by: 'operator', actor: null, reason: 'erased' });
    await opened.outcomes.giveOutPlaces(500);
    const erasureId = aNewAttempt().attemptId;
    await opened.visits.beginErasure({ erasureId, at, actor: null });

    const planning = new pg.Client({ connectionString: server.urlOf(database) });
    await planning.connect();
    onTestFinished(() => planning.end());
    await planning.query('begin');
    await planning.query(PLAN, ['reports', OUTCOME_STATES, at, 500]);
    const erased = opened.visits.erase(erasureId, visitId, 100);
    await vi.waitFor(async () => {
      const waiting = await server.query(database, "select from pg_stat_activity where wait_event_type = 'Lock'");
      expect(waiting).toHaveLength(1);
    });
    await planning.query('commit');

    expect(await erased).toBe(1);
    expect(await opened.deliveries.list({ attemptId, limit: 10 })).toEqual([]);
  });
});

describe('forgetting what somebody else has locked crosswise', () => {
  it.each(['erase', 'purge'] as const)('gives way, and does it then: %s', async (forget) => {
    const name = `entangled_${forget}_test`;
    const database = await server.database(name);
    // Long enough that both wait by then, and shorter than a statement may take.
    await server.query('postgres', `alter database ${name} set deadlock_timeout = '700ms'`);
    const { store, visits, deliveries, outcomes } = await openPostgres(database, 4);
    await deliveries.open(['one', 'other']);
    const attempt = aNewAttempt();
    const { visitId, createdAt: at } = attempt;
    await store.start(attempt, under('allow'));
    await store.cancelVisit({ visitId, at, by: 'operator', actor: null, reason: null });
    await outcomes.giveOutPlaces(500);
    for (const endpoint of ['one', 'other']) await deliveries.plan(endpoint, OUTCOME_STATES, at, 500);
    const settling = new pg.Client({ connectionString: server.urlOf(name) });
    await settling.connect();
    onTestFinished(async () => {
      await settling.end();
      await store.close();
    });
    const lock = (endpoint: string): Promise<unknown> =>
      settling.query('select from deliveries where endpoint = $1 for update', [endpoint]);
    // The other one notices first that neither can go on.
    await settling.query(`set deadlock_timeout = '10s'`);
    await settling.query('begin');
    await lock('other');

    await visits.beginErasure({ erasureId: 'e-1', at, actor: null });
    const forgotten = forget === 'erase' ? visits.erase('e-1', visitId, 10) : store.purge(2 ** 47, 10);
    await expect
      .poll(() => server.query(name, `select 1 from pg_stat_activity where wait_event_type = 'Lock'`), {
        interval: 5,
      })
      .toHaveLength(1);
    await lock('one');
    await settling.query('commit');

    expect(await forgotten).toEqual(forget === 'erase' ? 1 : { attempts: 1, undelivered: 2 });
    expect(await deliveries.list({ limit: 10 })).toEqual([]);
  });
});

import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { afterAll, beforeAll } from 'vitest';
import { describeDeliveryBacklog } from '../store/delivery-backlog.contract.js';
import { describeDeliveryBook } from '../store/delivery-book.contract.js';
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

import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { afterAll, beforeAll } from 'vitest';
import { describeVisitBook } from '../store/visit-book.contract.js';
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

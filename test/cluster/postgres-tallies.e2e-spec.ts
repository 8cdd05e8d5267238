import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { afterAll, beforeAll } from 'vitest';
import { describeTallyBook } from '../store/tally-book.contract.js';
import { PostgresServer } from '../support/postgres-server.js';

let server: PostgresServer;
let url: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  url = await server.database('tallies_test');
});

afterAll(async () => {
  await server.stop();
});

describeTallyBook('counts in PostgreSQL', () => openPostgres(url, 10));

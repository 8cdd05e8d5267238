import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { afterAll, beforeAll } from 'vitest';
import { describeOutcomeLog } from '../store/outcome-log.contract.js';
import { PostgresServer } from '../support/postgres-server.js';

let server: PostgresServer;
let url: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  url = await server.database('outcomes_test');
});

afterAll(async () => {
  await server.stop();
});

describeOutcomeLog('outcomes in PostgreSQL', () => openPostgres(url, 10));

import type { AttemptStore } from '#service/engagement/index.js';
import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { afterAll, beforeAll } from 'vitest';
import { PostgresServer } from '../support/postgres-server.js';
import { describeAttemptStore } from '../store/attempt-store.contract.js';

let server: PostgresServer;
let url: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  url = await server.database('contract_test');
});

afterAll(async () => {
  await server.stop();
});

describeAttemptStore('attempts in PostgreSQL', {
  open: async (): Promise<AttemptStore> => (await openPostgres(url, 10)).store,
  clear: async () => void (await server.query('contract_test', 'truncate attempts, transitions')),
});

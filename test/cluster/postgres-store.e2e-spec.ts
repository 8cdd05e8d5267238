import type { AttemptStore } from '#service/engagement/index.js';
import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { afterAll, beforeAll } from 'vitest';
import { PostgresServer } from '../support/postgres-server.js';
import { describeAttemptSearch } from '../store/attempt-search.contract.js';
import { describeAttemptStore, type TestDatabase } from '../store/attempt-store.contract.js';
import { describeInvitationRules } from '../store/invitation-rules.contract.js';

let server: PostgresServer;
let url: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  url = await server.database('contract_test');
});

afterAll(async () => {
  await server.stop();
});

const DATABASE: TestDatabase = {
  open: async (): Promise<AttemptStore> => (await openPostgres(url, 10)).store,
  clear: async () => void (await server.query('contract_test', 'truncate attempts, transitions')),
};

describeAttemptStore('attempts in PostgreSQL', DATABASE);
describeAttemptSearch('looking for attempts in PostgreSQL', DATABASE);
describeInvitationRules('rules about attempts in PostgreSQL', DATABASE);

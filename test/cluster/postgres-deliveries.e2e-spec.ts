import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { afterAll, beforeAll } from 'vitest';
import { describeDeliveryBook } from '../store/delivery-book.contract.js';
import { PostgresServer } from '../support/postgres-server.js';

let server: PostgresServer;
let url: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  url = await server.database('deliveries_test');
});

afterAll(async () => {
  await server.stop();
});

describeDeliveryBook('deliveries in PostgreSQL', () => openPostgres(url, 10));

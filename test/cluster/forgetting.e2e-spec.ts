import { onTestFinished } from 'vitest';
import { describeForgetting } from '../operations/forgetting.contract.js';
import { PostgresServer } from '../support/postgres-server.js';
import { ServiceProcess } from '../support/process.js';

const DATABASE = 'forgetting_test';

describeForgetting('from PostgreSQL', async () => {
  const postgres = await PostgresServer.start();
  const service = await ServiceProcess.start({
    DATABASE_URL: await postgres.database(DATABASE),
    RETENTION_DAYS: '1',
    VISIT_CONFLICT: 'allow',
  });
  onTestFinished(async () => {
    await service.signal('SIGKILL');
    await postgres.stop();
  });
  return { url: service.url, query: (sql) => postgres.query<Record<string, unknown>>(DATABASE, sql) };
});

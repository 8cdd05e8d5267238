import { join } from 'node:path';
import Database from 'libsql';
import { onTestFinished } from 'vitest';
import { aTestDirectory } from '../support/directory.js';
import { ServiceProcess } from '../support/process.js';
import { describeForgetting } from './forgetting.contract.js';

describeForgetting('from an SQLite file', async () => {
  const file = join(aTestDirectory(), 'forgetting-test.db');
  const service = await ServiceProcess.start({
    DATABASE_URL: `sqlite:${file}`,
    RETENTION_DAYS: '1',
    VISIT_CONFLICT: 'allow',
  });
  const database = new Database(file);
  database.exec('pragma busy_timeout = 5000');
  onTestFinished(async () => {
    database.close();
    await service.signal('SIGKILL');
  });
  return {
    url: service.url,
    query: async (sql) => {
      const statement = database.prepare(sql);
      if (statement.reader) return statement.all([]) as Readonly<Record<string, unknown>>[];
      statement.run([]);
      return [];
    },
  };
});

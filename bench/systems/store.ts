import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresServer } from '../../test/support/postgres-server.js';
import { type Cores, moveTo } from '../machine/cores.js';
import { endsWith } from '../machine/endings.js';
import { aTemporaryDirectory } from '../machine/temporary-directory.js';
import { familyOf } from '../support/process-load.js';

export const STORE_KINDS = ['sqlite', 'postgres'] as const;

export type StoreKind = (typeof STORE_KINDS)[number];

/** An empty database that goes with its trial. */
export interface Store {
  readonly kind: StoreKind;
  /** What the gateway takes as DATABASE_URL. */
  readonly url: string;
  /** Its server's processes. */
  readonly pids: readonly number[];
  /** What it takes on disk, in bytes. */
  size(): Promise<number>;
  stop(): Promise<void>;
}

export function startStore(kind: StoreKind, cores: Cores): Promise<Store> {
  return kind === 'sqlite' ? startSqlite() : startPostgres(cores);
}

async function startSqlite(): Promise<Store> {
  const directory = aTemporaryDirectory();
  const file = join(directory.path, 'bench.db');
  const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return {
    kind: 'sqlite',
    url: `sqlite:${file}`,
    pids: [],
    size: async () => sizeOf(file) + sizeOf(`${file}-wal`),
    stop: () => directory.remove(),
  };
}

const DATABASE = 'bench';

async function startPostgres(cores: Cores): Promise<Store> {
  const directory = aTemporaryDirectory();
  const starting = PostgresServer.start(directory.path);
  const stop = endsWith(async () => {
    await (await starting).stop();
    await directory.remove();
  });
  const server = await starting;
  // A database has no core of its own: it runs wherever there is room.
  moveTo(cores.all, familyOf(server.pid));
  return {
    kind: 'postgres',
    url: await server.database(DATABASE),
    pids: [server.pid],
    size: async () => {
      const [row] = await server.query<{ size: string }>(DATABASE, `select pg_database_size('${DATABASE}') as size`);
      return Number(row?.size);
    },
    stop,
  };
}

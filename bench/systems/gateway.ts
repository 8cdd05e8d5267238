import { join } from 'node:path';
import type { Cores } from '../machine/cores.js';
import { aTemporaryDirectory } from '../machine/temporary-directory.js';
import { type News, startNews } from './news.js';
import { AS_DEPLOYED, type NodeRun, ServerProcess } from './server-process.js';
import { startStore, type Store, type StoreKind } from './store.js';
import type { RunningSystem, System } from './system.js';

/** The built service, as `npm start` runs it. */
const SERVICE = join(process.cwd(), 'dist/main.js');

/** One visitor of the benchmark answers more often than any person does. */
const ENVIRONMENT = {
  HOST: '127.0.0.1',
  LOG_LEVEL: 'warn',
  MAX_EVENTS_PER_SECOND: '10000',
  DRAIN_SECONDS: '0',
} as const;

/** The gateway on an empty store of its own; more than one node hear of each other by a Redis of their own. */
export function gateway(kind: StoreKind, nodes: number, cores: Cores, run: NodeRun = AS_DEPLOYED): System {
  return async () => {
    const store = await startStore(kind, cores);
    const news = nodes > 1 ? await startNews(cores) : undefined;
    const running = await startNodes(nodes, store, news, cores, run);
    const stop = async (): Promise<void> => {
      await running.stop();
      await news?.stop();
      await store.stop();
    };
    return { ...running, stop };
  };
}

/** Nodes on a store that is there already, and stays when they are stopped. */
export async function startNodes(
  count: number,
  store: Store,
  news: News | undefined,
  cores: Cores,
  run: NodeRun = AS_DEPLOYED,
): Promise<RunningSystem> {
  // An empty one: a developer's .env has no say here.
  const directory = aTemporaryDirectory();
  const start = (node: number): Promise<ServerProcess> =>
    ServerProcess.start({
      name: 'the gateway',
      file: SERVICE,
      directory: directory.path,
      environment: { ...ENVIRONMENT, DATABASE_URL: store.url, ...(news === undefined ? {} : { REDIS_URL: news.url }) },
      readyPath: '/health/ready',
      node,
      cores,
      run,
    });
  const nodes = await Promise.all(Array.from({ length: count }, (_, node) => start(node)));
  return {
    nodes,
    databases: [...store.pids, ...(news?.pids ?? [])],
    engagePath: '/backend/data/gateway/engage',
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
      await directory.remove();
    },
  };
}

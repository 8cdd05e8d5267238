import { RedisServer } from '../../test/support/redis-server.js';
import { type Cores, moveTo } from '../machine/cores.js';
import { endsWith } from '../machine/endings.js';

/** A Redis through which nodes hear of each other. */
export interface News {
  /** What the gateway takes as REDIS_URL. */
  readonly url: string;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

export async function startNews(cores: Cores): Promise<News> {
  const starting = RedisServer.start();
  const stop = endsWith(async () => (await starting).stop());
  const server = await starting;
  moveTo(cores.all, [server.pid]);
  return { url: server.url, pids: [server.pid], stop };
}

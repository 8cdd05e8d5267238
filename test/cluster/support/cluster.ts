import { freePort } from '../../support/free-port.js';
import { WITH_CREDENTIALS } from '../../support/credentials.js';
import { NginxServer } from '../../support/nginx-server.js';
import { PostgresServer } from '../../support/postgres-server.js';
import { RedisServer } from '../../support/redis-server.js';
import { ClusterNode } from './cluster-node.js';

export const DATABASE = 'cluster_test';

/** Nodes of both tiers as processes, over a PostgreSQL and a Redis of their own. */
export class Cluster {
  private constructor(
    readonly postgres: PostgresServer,
    readonly redis: RedisServer,
    readonly backends: readonly ClusterNode[],
    readonly frontends: readonly ClusterNode[],
    /** What stands in front of the nodes. */
    readonly edge: NginxServer,
  ) {}

  /** @param own what a node by its name has in its environment beside */
  static async start({
    backends = 2,
    frontends = 2,
    environment = {},
    own = {},
  }: {
    readonly backends?: number;
    readonly frontends?: number;
    readonly environment?: Readonly<Record<string, string>>;
    readonly own?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  } = {}): Promise<Cluster> {
    const [postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()]);
    const settings = {
      ...WITH_CREDENTIALS,
      HOST: '127.0.0.1',
      DATABASE_URL: await postgres.database(DATABASE),
      REDIS_URL: redis.url,
      LOG_LEVEL: 'warn',
      ...environment,
    };
    const tier = (role: 'backend' | 'frontend', count: number): Promise<ClusterNode[]> =>
      Promise.all(
        Array.from({ length: count }, async (_, index) => {
          const name = `${role}-${index + 1}`;
          return new ClusterNode(name, await freePort(), { ...settings, ROLES: role, ...own[name] });
        }),
      );
    const tiers = { backends: await tier('backend', backends), frontends: await tier('frontend', frontends) };
    // All at once: the first to come makes the tables.
    await Promise.all([...tiers.backends, ...tiers.frontends].map((node) => node.start()));
    return new Cluster(postgres, redis, tiers.backends, tiers.frontends, await NginxServer.start(tiers));
  }

  get nodes(): readonly ClusterNode[] {
    return [...this.backends, ...this.frontends];
  }

  /** Brings back whatever a test has stopped or frozen. */
  async heal(): Promise<void> {
    await Promise.all([this.postgres.heal(), this.redis.heal()]);
    await Promise.all(this.nodes.map((node) => node.heal()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    await Promise.all([this.postgres.stop(), this.redis.stop(), this.edge.stop()]);
  }
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, OPERATOR_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { freePort } from '../support/free-port.js';
import { PostgresServer } from '../support/postgres-server.js';
import { RedisServer } from '../support/redis-server.js';
import { ClusterNode } from './support/cluster-node.js';
import { History } from './support/history.js';
import { Page } from './support/page.js';

const WITHIN = { timeout: 30_000, interval: 100 };

let postgres: PostgresServer;
let redis: RedisServer;
let backend: ClusterNode;
let frontends: readonly ClusterNode[];
const history = new History();

beforeAll(async () => {
  [postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()]);
  const settings = {
    ...WITH_CREDENTIALS,
    HOST: '127.0.0.1',
    DATABASE_URL: await postgres.database('nodes_test'),
    REDIS_URL: redis.url,
    LOG_LEVEL: 'error',
  };
  const aNode = async (name: string, ROLES: string): Promise<ClusterNode> =>
    new ClusterNode(name, await freePort(), { ...settings, ROLES });
  backend = await aNode('backend', 'backend');
  frontends = [await aNode('frontend-1', 'frontend'), await aNode('frontend-2', 'frontend')];
  await Promise.all([backend, ...frontends].map((node) => node.start()));
});

afterAll(async () => {
  for (const page of history.pages) page.close();
  await Promise.all([backend, ...frontends].map((node) => node.stop()));
  await Promise.all([postgres.stop(), redis.stop()]);
});

interface Nodes {
  readonly reach: string;
  readonly nodes: readonly { readonly roles: readonly string[]; readonly visits: number; readonly isSilent: boolean }[];
}

async function nodes(): Promise<Nodes> {
  const reply = await fetch(`${backend.url}/operations/nodes`, { headers: bearer(OPERATOR_KEY) });
  return (await reply.json()) as Nodes;
}

const connected = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await nodes()).nodes
    .filter(({ roles }) => roles.includes('frontend'))
    .map(({ visits, isSilent }) => ({ visits, isSilent }))
    .toSorted((one, other) => one.visits - other.visits);

describe('an operator who asks one node for all', () => {
  it('is told who is connected to each, of one that left no more, and of one that was killed that it is silent', async () => {
    for (const [index, visitId] of ['v-1', 'v-2', 'v-3'].entries())
      await Page.open(history, frontends[index === 0 ? 0 : 1]?.url ?? '', visitId, 'page');

    await expect.poll(connected, WITHIN).toEqual([
      { visits: 1, isSilent: false },
      { visits: 2, isSilent: false },
    ]);
    expect(await nodes()).toMatchObject({ reach: 'all', nodes: [{}, {}, {}] });

    await frontends[0]?.terminate();
    await expect.poll(connected, WITHIN).toEqual([{ visits: 2, isSilent: false }]);

    await frontends[1]?.kill();
    await expect.poll(connected, WITHIN).toEqual([{ visits: 2, isSilent: true }]);
    await Promise.all(frontends.map((node) => node.heal()));
  });

  it('is told that none can be heard while Redis is away', { timeout: 180_000 }, async () => {
    await redis.kill();
    await expect.poll(nodes, WITHIN).toMatchObject({ reach: 'cut-off' });

    await redis.heal();
    await expect.poll(nodes, WITHIN).toMatchObject({ reach: 'all' });
    await expect
      .poll(connected, WITHIN)
      .toEqual(expect.arrayContaining([expect.objectContaining({ isSilent: false })]));
  });
});

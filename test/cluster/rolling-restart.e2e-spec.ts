import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Cluster } from './support/cluster.js';
import { Page } from './support/page.js';
import { Traffic } from './support/traffic.js';
import { expectNoBreach } from './support/verdict.js';

/** How many browsers look on, beside those of the traffic. */
const BYSTANDERS = 460;
const VISITS = 40;

/** What orchestrators grant a node, in milliseconds. */
const GRACE_MS = 25_000;

let cluster: Cluster;

beforeAll(async () => {
  // Pages of one address.
  cluster = await Cluster.start({ environment: { MAX_CONNECTIONS_PER_ADDRESS: '10000' } });
});

afterAll(async () => {
  await cluster.stop();
});

describe('a rolling restart of all nodes with 500 connected browsers', () => {
  it('costs no visitor an invitation, and no strategy an answer', { timeout: 180_000 }, async () => {
    const traffic = await Traffic.start(cluster, VISITS);
    const { history } = traffic;
    const { publicUrl } = cluster.edge;
    for (let opened = 0; opened < BYSTANDERS; opened += 20)
      await Promise.all(
        Array.from({ length: 20 }, () => Page.open(history, publicUrl, `visit-${randomUUID()}`, 'page')),
      );
    await delay(1_000);

    for (const node of cluster.nodes) {
      const from = performance.now();
      const code = await node.terminate();
      const tookMs = performance.now() - from;
      const losses = history.losses.filter(({ at }) => at >= from).map(({ at }) => at - from);
      process.stdout.write(
        `${node.name} ended with ${code} in ${Math.round(tookMs)} ms; ${losses.length} browsers left it within ${Math.round(Math.max(0, ...losses) - Math.min(...losses, Math.max(0, ...losses)))} ms\n`,
      );
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(GRACE_MS);
      // Each is given 5 ms of its own.
      if (losses.length > 0) expect(Math.max(...losses) - Math.min(...losses)).toBeGreaterThan(losses.length * 4);
      await node.start();
      await vi.waitFor(async () => expect((await node.health('ready')).status).toBe(200), { timeout: 5_000 });
    }

    await vi.waitFor(() => expect(history.pages.every(({ isConnected }) => isConnected)).toBe(true), {
      timeout: 20_000,
      interval: 100,
    });
    await traffic.stop();
    await expectNoBreach(cluster, history);
    const failed = history.engages.filter(({ reply }) => reply.status !== 200);
    process.stdout.write(
      `${history.engages.length} engages, ${failed.length} of them failed; ${history.losses.length} lost connections\n`,
    );
    expect(traffic.errands.every(({ replies }) => replies.at(-1)?.status === 200)).toBe(true);
    expect(failed.map(({ at, reply }) => [Math.round(at), reply.status])).toEqual([]);
    traffic.close();
  });
});

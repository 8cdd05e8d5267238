import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { OutcomeTraffic } from '../support/outcome-traffic.js';
import { PostgresServer } from '../support/postgres-server.js';
import { breachesBetween, RECORDED_OUTCOMES, type RecordedOutcome } from '../support/told-and-recorded.js';
import { failingAtFirst, WebhookReceiver } from '../support/webhook-receiver.js';
import { ClusterNode } from './support/cluster-node.js';

const DATABASE = 'webhooks_test';
const VISITS = 10;

let postgres: PostgresServer;
let receiver: WebhookReceiver;
let nodes: readonly ClusterNode[];

beforeEach(async () => {
  [postgres, receiver] = await Promise.all([PostgresServer.start(), WebhookReceiver.start()]);
  const url = await postgres.database(DATABASE);
  nodes = await Promise.all(
    ['node-1', 'node-2'].map(
      async (name) =>
        new ClusterNode(name, await freePort(), {
          DATABASE_URL: url,
          VISIT_CONFLICT: 'allow',
          OUTCOME_WEBHOOK_TIMEOUT_SECONDS: '1',
          // Whose call it is shows.
          ...receiver.settings(`/${name}`),
        }),
    ),
  );
  await Promise.all(nodes.map((node) => node.start()));
});

afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await Promise.all([postgres.stop(), receiver.stop()]);
});

const recorded = (): Promise<readonly RecordedOutcome[]> =>
  postgres.query<{ [Column in keyof RecordedOutcome]: RecordedOutcome[Column] }>(DATABASE, RECORDED_OUTCOMES);

/** Waits until every outcome has been taken, as it must be in time, and fails with every breach where one has not. */
async function expectNoBreach(): Promise<void> {
  await expect
    .poll(async () => breachesBetween(receiver.received, await recorded()), { timeout: 90_000, interval: 250 })
    .toEqual([]);
  expect(receiver.forged).toEqual([]);
}

const comes = (count: number): Promise<void> => {
  const before = receiver.received.length;
  return receiver.until(({ received }) => received.length >= before + count);
};

const toldBy = (name: string): number => receiver.received.filter(({ path }) => path === `/${name}`).length;

describe('two nodes that tell one receiver', () => {
  it(
    'share the work; one is killed in the middle and comes back, and all is told, in order, and nothing else',
    { timeout: 180_000 },
    async () => {
      receiver.answer = failingAtFirst();
      const [one, other] = nodes;
      if (one === undefined || other === undefined) throw new Error('there are two nodes');
      const traffic = await Promise.all(nodes.map((node) => OutcomeTraffic.start(node.url, VISITS)));
      await comes(200);

      await one.kill();
      await comes(100);
      await one.start();
      traffic.push(await OutcomeTraffic.start(one.url, VISITS));
      await comes(200);
      await Promise.all(traffic.map((each) => each.stop()));

      await expectNoBreach();
      expect((await recorded()).length).toBeGreaterThan(300);
      for (const { name } of nodes) expect([name, toldBy(name) > 50]).toEqual([name, true]);
    },
  );

  it('tell all that has happened when the database was away for a while', { timeout: 180_000 }, async () => {
    const traffic = await Promise.all(nodes.map((node) => OutcomeTraffic.start(node.url, VISITS)));
    await comes(100);

    await postgres.crash();
    await delay(5_000);
    await postgres.comeBack();
    await Promise.all(traffic.map((each) => each.stop()));
    const more = await OutcomeTraffic.start(nodes[0]?.url ?? '', VISITS);
    await comes(100);
    await more.stop();

    await expectNoBreach();
  });

  it('leave without leaving anything behind that others would wait for', { timeout: 180_000 }, async () => {
    // Each takes a while, so that there is always something under way.
    receiver.delayMs = 200;
    const [one, other] = nodes;
    if (one === undefined || other === undefined) throw new Error('there are two nodes');
    const traffic = await OutcomeTraffic.start(one.url, VISITS);
    await comes(100);
    await traffic.stop();

    expect(await one.terminate()).toBe(0);
    expect(await other.terminate()).toBe(0);

    const leased = await postgres.query(
      DATABASE,
      `select attempt_id, sequence from deliveries where state = 'waiting' and tries > 0`,
    );
    expect(leased).toEqual([]);
    await one.start();
    await expectNoBreach();
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
  });
});

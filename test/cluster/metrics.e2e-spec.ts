import { CATALOGUE } from '#service/operations/index.js';
import type { IxnProfile } from '#service/engagement/index.js';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { API_KEY, aVisitToken, bearer } from '../support/credentials.js';
import { TestFrontend } from '../support/frontend.js';
import { Metrics } from '../support/metrics.js';
import { PROMTOOL, promtool } from '../support/promtool.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { Cluster } from './support/cluster.js';
import type { ClusterNode } from './support/cluster-node.js';

const WITHIN = { timeout: 30_000, interval: 50 };

/** What only nodes with a PostgreSQL or a Redis tell. */
const OF_CLUSTERS = Object.values(CATALOGUE)
  .flat()
  .filter(({ help }) => /Only with REDIS_URL\.|Not with SQLite\./.test(help));

let receiver: WebhookReceiver;
let cluster: Cluster;
const browsers: TestFrontend[] = [];

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  cluster = await Cluster.start({ environment: { ...receiver.settings(), QUIET_AFTER_DECLINE_SECONDS: '3600' } });
  await happens();
});

afterAll(async () => {
  for (const browser of browsers) browser.close();
  await cluster.stop();
  await receiver.stop();
});

async function post(
  node: ClusterNode | undefined,
  verb: string,
  body: object,
): Promise<{ readonly attemptId: string }> {
  const reply = await fetch(`${node?.url}/backend/data/gateway/${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(API_KEY) },
    body: JSON.stringify(body),
  });
  return reply.json();
}

const engage = (node: ClusterNode | undefined, ixnProfile: IxnProfile): ReturnType<typeof post> =>
  post(node, 'engage', { ixnProfile });

/** Four visits, two on each frontend, are invited by both backends: two accept, one declines, and one is cancelled. */
async function happens(): Promise<void> {
  const [first, second] = cluster.backends;
  const profiles = ['v-1', 'v-2', 'v-3', 'v-4'].map((visitId) => anIxnProfile({ visitId }));
  for (const [index, profile] of profiles.entries()) {
    const token = await aVisitToken(Date.now(), { sub: profile.visitId });
    const browser = await TestFrontend.connect({ url: cluster.frontends[index % 2]?.url ?? '' }, { token });
    const { attemptId } = await engage(cluster.backends[index < 2 ? 0 : 1], profile);
    expect(await browser.invitations.next()).toMatchObject({ attemptId });
    await browser.report({ attemptId, disposition: 'shown' });
    if (index < 3) await browser.report({ attemptId, disposition: index < 2 ? 'accepted' : 'declined' });
    else {
      await post(first, 'noengage', { cancelData: { interactionId: profile.interactionId } });
      await browser.closings.next();
    }
    browsers.push(browser);
  }
  const [known = anIxnProfile()] = profiles;
  await engage(second, known);
  await engage(first, anIxnProfile({ visitId: 'v-3' }));
  // Shown and ended, four of them; and the one that was suppressed.
  await receiver.until(({ taken }) => taken.length === 9);
}

async function read(nodes: readonly ClusterNode[] = cluster.nodes): Promise<readonly Metrics[]> {
  return Promise.all(nodes.map((node) => Metrics.of(node)));
}

/** What all nodes have counted together. */
async function inAll(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  return (await read()).reduce((sum, metrics) => sum + metrics.sum(name, labels), 0);
}

describe('nodes over one PostgreSQL and one Redis, added up', () => {
  it('have counted each attempt in each state once, whichever of them brought it there', async () => {
    const states = ['pending', 'shown', 'accepted', 'declined', 'cancelled', 'suppressed', 'ignored', 'expired'];
    const counts = await Promise.all(states.map((state) => inAll('engagement_attempts_total', { state })));

    expect(counts).toEqual([4, 4, 2, 1, 1, 1, 0, 0]);
    const engages = (result: string): Promise<number> => inAll('engagement_engages_total', { result });
    expect(await Promise.all(['started', 'replayed', 'suppressed'].map(engages))).toEqual([4, 1, 1]);
    expect(await inAll('engagement_suppressions_total', { reason: 'quiet-after-decline' })).toBe(1);
    expect(await inAll('engagement_cancellations_total', { result: 'cancelled' })).toBe(1);
  });

  it('have each counted their own calls and sockets', async () => {
    const calls = await Promise.all(
      cluster.backends.map(async (node) =>
        (await Metrics.of(node)).sum('engagement_http_requests_total', { method: 'POST', status: '200' }),
      ),
    );
    const sockets = (await read(cluster.frontends)).map((metrics) =>
      metrics.value('engagement_connected_sockets', { kind: 'browser' }),
    );

    expect(calls).toEqual([4, 3]);
    expect(sockets).toEqual([2, 2]);
  });

  it('have timed each push, each showing and each answer once, by one clock', async () => {
    expect(await inAll('engagement_invitations_pushed_total', { upon: 'news' })).toBe(4);
    expect(await inAll('engagement_engage_to_push_seconds_count')).toBe(4);
    expect(await inAll('engagement_engage_to_shown_seconds_count')).toBe(4);
    expect(await inAll('engagement_shown_to_answer_seconds_count', { answer: 'accepted' })).toBe(2);
    expect(await inAll('engagement_shown_to_answer_seconds_count', { answer: 'declined' })).toBe(1);
    expect(await inAll('engagement_engage_to_push_seconds_sum')).toBeLessThan(4 * 0.5);
  });

  it('have told each other of starts and endings, and of nothing else', async () => {
    // Four starts and their four endings, three of these by frontends; and the attempt that ended as it began.
    await vi.waitFor(async () => {
      expect(await inAll('engagement_news_out_total', { result: 'told' })).toBe(9);
      // Frontends listen: to both backends, and to each other.
      expect(await inAll('engagement_news_in_total', { result: 'taken' })).toBe(6 * 2 + 3);
    }, WITHIN);
    expect(await inAll('engagement_news_out_total')).toBe(9);
    expect(await inAll('engagement_news_in_total')).toBe(15);
    expect(await inAll('engagement_news_waiting')).toBe(0);
    // From the first beat on, a second after its start, a node hears itself.
    await vi.waitFor(async () => expect(await inAll('engagement_redis_up')).toBe(4), WITHIN);
  });

  it('have counted what shared a commit, and what each of them holds of the database', async () => {
    const batches = async (of: string): Promise<readonly number[]> => [
      await inAll('engagement_store_batch_size_sum', { of }),
      await inAll('engagement_store_commit_seconds_count', { of }),
    ];

    // With a rule to ask about, each start is looked at with the history of its visit.
    expect(await batches('ruled-starts')).toEqual([6, 6]);
    expect(await batches('starts')).toEqual([0, 0]);
    expect(await batches('reports')).toEqual([7, 7]);
    for (const metrics of await read()) {
      expect(metrics.histogram('engagement_store_statement_seconds').count).toBeGreaterThan(0);
      expect(metrics.sum('engagement_store_connections')).toBeGreaterThan(0);
      expect(metrics.value('engagement_store_connections_awaited')).toBe(0);
      expect(metrics.value('engagement_store_up')).toBe(1);
      expect(metrics.sum('engagement_store_failures_total')).toBe(0);
    }
  });

  it('have made each webhook once, and tell alike of what waits', async () => {
    await vi.waitFor(
      async () => expect(await inAll('engagement_webhook_tries_total', { result: 'delivered' })).toBe(9),
      WITHIN,
    );

    expect(await inAll('engagement_webhook_tries_total')).toBe(9);
    for (const metrics of await read(cluster.backends)) {
      expect(metrics.value('engagement_webhook_deliveries_waiting', { endpoint: 'default' })).toBe(0);
      expect(metrics.value('engagement_webhook_endpoint_standing', { endpoint: 'default', standing: 'well' })).toBe(1);
    }
  });
});

describe('what nodes of a cluster tell beside', () => {
  it('is declared, by its type, its meaning and its labels', async () => {
    for (const metrics of await read())
      for (const { name, type, help, labels } of OF_CLUSTERS)
        expect([name, metrics.families.get(name), metrics.labelsOf(name)]).toMatchObject([
          name,
          { type, help },
          [...labels].toSorted(),
        ]);
  });

  it('is left out by backends and frontends that have nothing to do with it', async () => {
    const [backends, frontends] = await Promise.all([read(cluster.backends), read(cluster.frontends)]);

    for (const metrics of backends) expect(metrics.families.has('engagement_connected_sockets')).toBe(false);
    for (const metrics of frontends) expect(metrics.families.has('engagement_webhook_tries_total')).toBe(false);
  });

  it.skipIf(PROMTOOL === undefined)('is well-formed to promtool, where it is installed', async () => {
    for (const { text } of await read()) expect(promtool(['check', 'metrics'], text)).toEqual({ status: 0, said: '' });
  });
});

describe('deliveries that wait', () => {
  it('are told of with how long the oldest has waited, by every backend', async () => {
    receiver.answer = () => 500;
    onTestFinished(() => {
      receiver.answer = () => 204;
    });
    await engage(cluster.backends[0], anIxnProfile({ visitId: 'v-3' }));
    await receiver.until(({ received }) => received.length > 9);

    await vi.waitFor(async () => {
      for (const metrics of await read(cluster.backends)) {
        expect(metrics.value('engagement_webhook_deliveries_waiting', { endpoint: 'default' })).toBe(1);
        expect(metrics.value('engagement_webhook_oldest_waiting_seconds', { endpoint: 'default' })).toBeGreaterThan(0);
      }
    }, WITHIN);
    expect(await inAll('engagement_webhook_tries_total', { result: 'again' })).toBeGreaterThan(0);
  });
});

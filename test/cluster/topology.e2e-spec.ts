import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { aVisitToken } from '../support/credentials.js';
import { freePort } from '../support/free-port.js';
import { TestFrontend } from '../support/frontend.js';
import { Metrics } from '../support/metrics.js';
import { NginxServer } from '../support/nginx-server.js';
import { Cluster } from './support/cluster.js';
import type { ClusterNode } from './support/cluster-node.js';
import { History } from './support/history.js';
import { Page } from './support/page.js';
import { Strategy } from './support/strategy.js';
import { expectNoBreach } from './support/verdict.js';

const WITHIN = { timeout: 2_000, interval: 10 };

let cluster: Cluster;
let history: History;
let visits = 0;

beforeAll(async () => {
  cluster = await Cluster.start();
  history = new History();
});

afterEach(async () => {
  await expectNoBreach(cluster, history);
});

afterAll(async () => {
  for (const page of history.pages) page.close();
  await cluster.stop();
});

const newVisit = (): string => `visit-${++visits}`;
const strategies = (): Strategy[] => cluster.backends.map(({ url }) => new Strategy(history, url));
const idOf = ({ body }: Awaited<ReturnType<Strategy['engage']>>): string => body.attemptId ?? 'none';

/** Opens a tab of a visit on each frontend. */
function tabsOf(visitId: string): Promise<Page[]> {
  return Promise.all(cluster.frontends.map(({ url }, index) => Page.open(history, url, visitId, `page-${index + 1}`)));
}

describe('two backend and two frontend nodes', () => {
  it('bring an engage on either backend to a browser on either frontend, and close it there', async () => {
    for (const strategy of strategies())
      for (const { url } of cluster.frontends) {
        const page = await Page.open(history, url, newVisit(), 'page-1');
        const reply = await strategy.engage({ visitId: page.visitId });

        await vi.waitFor(() => expect(page.isShowing(idOf(reply))).toBe(true), WITHIN);
        await strategy.cancel({ interactionId: reply.body.interactionId ?? '' });
        await vi.waitFor(() => expect(page.isShowing(idOf(reply))).toBe(false), WITHIN);
      }
  });

  it('show a visit’s invitation in its tabs on both, and the first answer closes the other', async () => {
    const [first, second] = await tabsOf(newVisit());
    const reply = await strategies()[0]?.engage({ visitId: first?.visitId ?? '' });
    const attemptId = reply === undefined ? '' : idOf(reply);
    await vi.waitFor(
      () => expect([first, second].map((page) => page?.isShowing(attemptId))).toEqual([true, true]),
      WITHIN,
    );

    first?.accept(attemptId);

    await vi.waitFor(() => expect(second?.isShowing(attemptId)).toBe(false), WITHIN);
    const told = history.outcomes.filter((outcome) => outcome.attemptId === attemptId);
    expect(told.map((outcome) => [outcome.page.pageId, outcome.told]).toSorted()).toEqual([
      ['page-1', 'accepted'],
      ['page-2', 'closed as accepted'],
    ]);
  });

  it('show what is for one page on that page only, wherever it is', async () => {
    const [first, second] = await tabsOf(newVisit());

    for (const strategy of strategies()) {
      const reply = await strategy.engage({ visitId: second?.visitId ?? '', pageId: 'page-2' });
      await vi.waitFor(() => expect(second?.isShowing(idOf(reply))).toBe(true), WITHIN);
      expect(first?.showing).toEqual([]);
      await strategy.cancel({ interactionId: reply.body.interactionId ?? '' });
    }
  });

  it('show what is active to a page that connects later, to any of them', async () => {
    const visitId = newVisit();
    const reply = await strategies()[1]?.engage({ visitId });

    const pages = await tabsOf(visitId);

    const attemptId = reply === undefined ? '' : idOf(reply);
    await vi.waitFor(() => expect(pages.map((page) => page.isShowing(attemptId))).toEqual([true, true]), WITHIN);
  });

  it('know an engage that the other has had, and cancel what the other started', async () => {
    const [one, other] = strategies();
    const profile = { interactionId: 'twice', visitId: newVisit() };
    const first = await one?.engage(profile);

    const second = await other?.engage(profile);
    const cancelled = await other?.cancel({ interactionId: 'twice' });

    expect(second).toMatchObject({ status: 200, replayed: true, body: { attemptId: first?.body.attemptId } });
    expect(cancelled?.body).toMatchObject({ attemptId: first?.body.attemptId, state: 'cancelled' });
  });

  it('serve nothing of the other’s role', async () => {
    const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;
    const [backend, frontend] = [cluster.backends[0]?.url, cluster.frontends[0]?.url];

    for (const path of [
      '/socket.io/?EIO=4&transport=polling',
      '/client/engagement.js',
      '/docs/events',
      '/asyncapi.json',
    ])
      expect([path, await statusOf(`${backend}${path}`), await statusOf(`${frontend}${path}`)]).toEqual([
        path,
        404,
        200,
      ]);
    for (const path of ['/docs', '/openapi.json'])
      expect([path, await statusOf(`${backend}${path}`), await statusOf(`${frontend}${path}`)]).toEqual([
        path,
        200,
        404,
      ]);
    for (const verb of ['engage', 'noengage'])
      expect(await new Strategy(new History(), `${frontend}`).cancel({ interactionId: verb })).toMatchObject({
        status: 404,
        body: { code: 'not-found' },
      });
  });

  it('count the sockets that they hold', async () => {
    const page = await Page.open(history, cluster.frontends[1]?.url ?? '', newVisit(), 'page-1');
    const socketsOf = async (node: ClusterNode | undefined): Promise<readonly string[]> => {
      const { text } = await Metrics.of({ url: node?.url ?? '' });
      return text.match(/^engagement_connected_sockets\{kind="browser"\} .*$/gm) ?? [];
    };

    expect(await socketsOf(cluster.frontends[1])).toEqual([expect.stringMatching(/ [1-9]\d*$/)]);
    expect(await socketsOf(cluster.backends[0])).toEqual([]);
    page.close();
  });

  it('say that they are ready, and what of', async () => {
    for (const node of cluster.nodes)
      await vi.waitFor(async () =>
        expect(await node.health('ready')).toMatchObject({
          status: 200,
          body: { status: 'ok', details: { store: { status: 'up' }, nodes: { connected: true } } },
        }),
      );
  });
});

describe('nginx in front of them', () => {
  it('takes browsers to the frontends and strategies to the backends, and neither to the other', async () => {
    const page = await Page.open(history, cluster.edge.publicUrl, newVisit(), 'page-1');
    const reply = await new Strategy(history, cluster.edge.internalUrl).engage({ visitId: page.visitId });
    await vi.waitFor(() => expect(page.isShowing(idOf(reply))).toBe(true), WITHIN);

    expect((await fetch(`${cluster.edge.publicUrl}/client/engagement.js`)).status).toBe(200);
    for (const path of ['/backend/data/gateway/attempts', '/docs', '/health/ready', '/metrics'])
      expect((await fetch(`${cluster.edge.publicUrl}${path}`)).status).toBe(404);
  });
});

describe('what nginx says of callers, and keeps to itself', () => {
  const aboutCallers = async (proxies: string): Promise<string> => {
    const node = createServer(({ headers }, response) => response.end(headers['x-forwarded-for'])).listen(
      0,
      '127.0.0.1',
    );
    await once(node, 'listening');
    const { port } = node.address() as AddressInfo;
    const edge = await NginxServer.start({ backends: [{ port }], frontends: [{ port }], proxies });
    onTestFinished(async () => {
      await edge.stop();
      node.close();
    });
    const headers = { 'X-Forwarded-For': '198.51.100.9, 203.0.113.7' };
    return (await fetch(`${edge.publicUrl}/client/engagement.js`, { headers })).text();
  };

  it('takes a caller at the address of the connection', async () => {
    expect(await aboutCallers('')).toBe('127.0.0.1');
  });

  it('takes the word of the proxies in front of it, and of nobody before them', async () => {
    expect(await aboutCallers('set_real_ip_from 127.0.0.1;')).toBe('203.0.113.7');
  });

  it.each(['/health/ready', '/Health/ready', '/metrics', '/metrics/', '/METRICS'])('keeps %s inside', async (path) => {
    expect((await fetch(`${cluster.edge.internalUrl}${path}`)).status).toBe(404);
  });
});

describe('nginx that finds no node', () => {
  it('tells strategies so in the way that nodes do', async () => {
    const edge = await NginxServer.start({ backends: [{ port: await freePort() }], frontends: cluster.frontends });
    onTestFinished(() => edge.stop());

    const reply = await fetch(`${edge.internalUrl}/backend/data/gateway/engage`, { method: 'POST', body: '{}' });

    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await reply.json()).toMatchObject({ status: 503, code: 'unavailable', retryAfterSeconds: 1 });
  });
});

describe('nginx that keeps each visitor on one node', () => {
  it('takes browsers that poll', async () => {
    const edge = await NginxServer.start({ ...cluster, balance: 'hash $remote_addr consistent;' });
    onTestFinished(() => edge.stop());
    const polling = { transports: ['polling'] };
    const auth = { token: await aVisitToken(Date.now(), { sub: 'visit-polling' }) };
    const browsers = await Promise.all(
      Array.from({ length: 5 }, () => TestFrontend.connect({ url: edge.publicUrl }, auth, polling)),
    );

    const reply = await strategies()[0]?.engage({ visitId: 'visit-polling' });

    for (const browser of browsers)
      expect(await browser.invitations.next()).toMatchObject({ attemptId: reply?.body.attemptId });
    for (const browser of browsers) browser.close();
  });
});

describe('nodes that do not hear of each other', () => {
  it('show a visit’s invitation in its tabs on both, whichever confirms it first', async () => {
    const tabs = await tabsOf(newVisit());
    await cluster.redis.kill();
    onTestFinished(() => cluster.redis.comeBack());

    const reply = await strategies()[0]?.engage({ visitId: tabs[0]?.visitId ?? '' });

    const attemptId = reply === undefined ? '' : idOf(reply);
    await vi.waitFor(() => expect(tabs.map((page) => page.isShowing(attemptId))).toEqual([true, true]), {
      ...WITHIN,
      timeout: 3_000,
    });
  });
});

describe('a client that does not know of namespaces', () => {
  it('is refused by a frontend as it is by a node alone', async () => {
    const socket = io(cluster.frontends[0]?.url ?? '', { transports: ['websocket'], reconnection: false });

    const error = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));

    expect(error.message).toContain('/frontend');
    socket.close();
  });
});

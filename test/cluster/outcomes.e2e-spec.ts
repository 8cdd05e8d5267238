import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { API_KEY } from '../support/credentials.js';
import { EventStream } from '../support/event-stream.js';
import { Cluster } from './support/cluster.js';
import { History } from './support/history.js';
import { Page } from './support/page.js';
import { Strategy } from './support/strategy.js';

const VISITS = 60;
const WITHIN = { timeout: 30_000, interval: 50 };

let cluster: Cluster;
let history: History;

beforeAll(async () => {
  cluster = await Cluster.start();
  history = new History();
});

afterAll(async () => {
  for (const page of history.pages) page.close();
  await cluster.stop();
});

async function followOn(backend: number, lastId?: string): Promise<EventStream> {
  const stream = await EventStream.open(`${cluster.backends[backend]?.url}/backend/data/gateway/outcomes`, {
    Authorization: `Bearer ${API_KEY}`,
    ...(lastId !== undefined && { 'Last-Event-ID': lastId }),
  });
  onTestFinished(() => stream.close());
  return stream;
}

const keysOf = (events: EventStream['events']): readonly string[] =>
  events.map(({ id, data }) => `${id} ${data.data.attemptId} ${data.type}`);

describe('outcomes of a cluster', () => {
  it(
    'are told by each backend, in one order, wherever they happen and whoever was cut off',
    { timeout: 180_000 },
    async () => {
      const [whole, begun] = await Promise.all([followOn(0), followOn(1)]);
      const pages = await Promise.all(
        Array.from({ length: VISITS }, (_, index) =>
          Page.open(history, cluster.frontends[index % 2]?.url ?? '', `visit-${index}`, 'page'),
        ),
      );
      const strategies = cluster.backends.map(({ url }) => new Strategy(history, url));
      const seeThrough = async (page: Page, index: number): Promise<void> => {
        const reply = await strategies[index % 2]?.engage({ visitId: page.visitId });
        const attemptId = reply?.body.attemptId ?? '';
        await vi.waitFor(() => expect(page.isShowing(attemptId)).toBe(true), WITHIN);
        if (index % 3 !== 0) return page.accept(attemptId);
        const other = strategies[(index + 1) % 2];
        // Otherwise the cancellation might come first, and nothing would have been shown.
        await vi.waitFor(async () => expect(await other?.stateOf(attemptId)).toBe('shown'), WITHIN);
        await other?.cancel({ interactionId: reply?.body.interactionId ?? '' });
      };
      await Promise.all(pages.slice(0, VISITS / 2).map(seeThrough));
      await vi.waitFor(() => expect(begun.events.length).toBeGreaterThan(VISITS / 4), WITHIN);
      begun.close();
      const seen = [...begun.events];
      const resumed = await followOn(0, begun.lastId);
      await Promise.all(pages.slice(VISITS / 2).map((page, index) => seeThrough(page, VISITS / 2 + index)));

      await vi.waitFor(() => expect(whole.events).toHaveLength(2 * VISITS), WITHIN);
      await vi.waitFor(() => expect(resumed.events).toHaveLength(2 * VISITS - seen.length), WITHIN);
      expect(keysOf([...seen, ...resumed.events])).toEqual(keysOf(whole.events));
      const endings = whole.events.filter(({ event }) => event !== 'engagement.shown').map(({ event }) => event);
      expect(endings.filter((event) => event === 'engagement.accepted')).toHaveLength((2 * VISITS) / 3);
      expect(endings.filter((event) => event === 'engagement.cancelled')).toHaveLength(VISITS / 3);
    },
  );
});

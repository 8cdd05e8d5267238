import { randomUUID } from 'node:crypto';
import type { DispositionName } from '#service/contract/index.js';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { API_KEY, aVisitToken } from '../support/credentials.js';
import { EventStream } from '../support/event-stream.js';
import { TestFrontend } from '../support/frontend.js';
import { Cluster } from './support/cluster.js';
import { History } from './support/history.js';
import { type Reply, Strategy } from './support/strategy.js';
import { expectNoBreach } from './support/verdict.js';

const MOST = 3;

const VISITS = 25;

/** How many engages of a visit race at once, over all backends. */
const RACING = 12;

const WITHIN = { timeout: 30_000, interval: 20 };

/** Each of these sets up two backends of one database with rules of its own. */
async function aClusterWith(environment: Readonly<Record<string, string>>): Promise<Cluster> {
  return Cluster.start({ frontends: 1, environment });
}

type Strategies = readonly [Strategy, Strategy];

function strategiesOf({ backends: [one, other] }: Cluster, history: History): Strategies {
  if (one === undefined || other === undefined) throw new Error('too few backends');
  return [new Strategy(history, one.url), new Strategy(history, other.url)];
}

/** Engages of one visit, all at once, in turn over the backends. */
function race([one, other]: Strategies, visitId: string, count = RACING): Promise<readonly Reply[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => (index % 2 === 0 ? one : other).engage({ visitId })));
}

const outcomesOf = (replies: readonly Reply[]): readonly string[] =>
  replies.map(({ status, body }) => [status, body.code ?? body.state].join(' ')).toSorted();

function times(count: number, outcome: string): readonly string[] {
  return Array.from({ length: count }, () => outcome);
}

async function aBrowser(cluster: Cluster, visitId: string): Promise<TestFrontend> {
  const [frontend] = cluster.frontends;
  if (frontend === undefined) throw new Error('there is no frontend');
  return TestFrontend.connect(frontend, { token: await aVisitToken(Date.now(), { sub: visitId }) });
}

async function answer(browser: TestFrontend, attemptId: string, disposition: DispositionName): Promise<void> {
  expect(await browser.report({ attemptId, disposition: 'shown' })).toMatchObject({ ok: true });
  expect(await browser.report({ attemptId, disposition })).toMatchObject({ ok: true });
}

/** Answers invitations as they come, until so many are answered. */
async function answerEach(browser: TestFrontend, count: number): Promise<void> {
  const answered = new Set<string>();
  while (answered.size < count) {
    const { attemptId } = await browser.invitations.next();
    if (!answered.has(attemptId)) await answer(browser, attemptId, answered.size % 2 === 0 ? 'accepted' : 'ignored');
    answered.add(attemptId);
  }
}

describe(`a cap of ${MOST} invitations, where a visit may have several at once`, () => {
  let cluster: Cluster;
  let history: History;

  beforeAll(async () => {
    cluster = await aClusterWith({ VISIT_CONFLICT: 'allow', MAX_INVITATIONS_PER_VISIT: `${MOST}/1h` });
    history = new History();
  });

  afterAll(() => cluster.stop());

  it('holds when engages race on two nodes', { timeout: 180_000 }, async () => {
    const strategies = strategiesOf(cluster, history);
    await Promise.all(
      Array.from({ length: VISITS }, async (_, index) => {
        const replies = await race(strategies, `visit-${index}`);
        expect(outcomesOf(replies)).toEqual([...times(MOST, '200 pending'), ...times(RACING - MOST, '200 suppressed')]);
        expect(new Set(replies.map(({ body }) => body.reason))).toEqual(new Set([null, 'invitation-cap']));
      }),
    );

    const counts = await cluster.postgres.query<{ state: string; count: number }>(
      'cluster_test',
      `select state, count(*)::integer as count from attempts group by state order by state`,
    );
    expect(counts).toEqual([
      { state: 'pending', count: VISITS * MOST },
      { state: 'suppressed', count: VISITS * (RACING - MOST) },
    ]);
  });

  it('holds while visitors answer, and engages go on', { timeout: 180_000 }, async () => {
    const strategies = strategiesOf(cluster, history);
    await Promise.all(
      Array.from({ length: VISITS }, async () => {
        const visitId = randomUUID();
        const browser = await aBrowser(cluster, visitId);
        const answers = answerEach(browser, MOST);
        const replies = (await Promise.all([race(strategies, visitId, 4), race(strategies, visitId, 4)])).flat();
        await answers;
        replies.push(...(await race(strategies, visitId, 4)));

        expect(outcomesOf(replies)).toEqual([...times(MOST, '200 pending'), ...times(12 - MOST, '200 suppressed')]);
        browser.close();
      }),
    );
  });
});

describe('rules, where a visit has one active attempt at a time', () => {
  let cluster: Cluster;
  let history: History;

  beforeAll(async () => {
    cluster = await aClusterWith({ QUIET_AFTER_DECLINE_SECONDS: '3600', MAX_INVITATIONS_PER_VISIT: '2/1h' });
    history = new History();
  });

  afterAll(() => cluster.stop());

  it('hold when engages race on two nodes, again and again', { timeout: 180_000 }, async () => {
    const strategies = strategiesOf(cluster, history);
    await Promise.all(
      Array.from({ length: VISITS }, async () => {
        const visitId = randomUUID();
        const browser = await aBrowser(cluster, visitId);
        for (let round = 0; round < 4; round++) {
          const replies = await race(strategies, visitId, 6);
          const expected = round < 2 ? ['200 pending', ...times(5, '400 visit-engaged')] : times(6, '200 suppressed');
          expect(outcomesOf(replies)).toEqual(expected);
          const started = replies.find(({ body }) => body.state === 'pending');
          if (started !== undefined) await answer(browser, started.body.attemptId ?? '', 'accepted');
        }
        browser.close();
      }),
    );
    await expectNoBreach(cluster, history);
  });

  it('hold from the moment of a decline on, for engages that wait for it', { timeout: 180_000 }, async () => {
    const strategies = strategiesOf(cluster, history);
    await Promise.all(
      Array.from({ length: 3 * VISITS }, async () => {
        const visitId = randomUUID();
        const browser = await aBrowser(cluster, visitId);
        const first = await strategies[0].engage({ visitId });
        const attemptId = first.body.attemptId ?? '';

        const [replies] = await Promise.all([race(strategies, visitId), answer(browser, attemptId, 'declined')]);

        // Each came before the decline, or after it.
        expect(new Set(outcomesOf(replies))).not.toContain('200 pending');
        expect(outcomesOf(await race(strategies, visitId, 2))).toEqual(times(2, '200 suppressed'));
        browser.close();
      }),
    );
  });

  it('hold for one engage that is sent to both nodes: it is decided once', { timeout: 180_000 }, async () => {
    const strategies = strategiesOf(cluster, history);
    const visitId = randomUUID();
    const browser = await aBrowser(cluster, visitId);
    const first = await strategies[0].engage({ visitId });
    await answer(browser, first.body.attemptId ?? '', 'declined');
    browser.close();

    for (let round = 0; round < 20; round++) {
      const interactionId = randomUUID();
      const replies = await Promise.all(
        [...strategies, ...strategies].map((strategy) => strategy.engage({ visitId, interactionId })),
      );
      expect(outcomesOf(replies)).toEqual(times(4, '200 suppressed'));
      expect(new Set(replies.map(({ body }) => body.attemptId)).size).toBe(1);
      expect(replies.map(({ replayed }) => replayed).toSorted()).toEqual([false, true, true, true]);
    }
  });

  it('are told of by every node', { timeout: 180_000 }, async () => {
    const strategies = strategiesOf(cluster, history);
    const streams = await Promise.all(
      cluster.backends.map(({ url }) =>
        EventStream.open(`${url}/backend/data/gateway/outcomes?types=engagement.suppressed`, {
          Authorization: `Bearer ${API_KEY}`,
        }),
      ),
    );
    onTestFinished(() => {
      for (const stream of streams) stream.close();
    });
    const visitId = randomUUID();
    const browser = await aBrowser(cluster, visitId);
    const first = await strategies[0].engage({ visitId });
    await answer(browser, first.body.attemptId ?? '', 'declined');

    const reply = await strategies[0].engage({ visitId });

    for (const stream of streams)
      await vi.waitFor(
        () => expect(stream.events.map(({ data }) => data.data.attemptId)).toContain(reply.body.attemptId),
        WITHIN,
      );
    const url = `${cluster.backends[1]?.url}/backend/data/gateway/attempts/${reply.body.attemptId}?waitFor=ended`;
    const waited = await fetch(url, { headers: { Authorization: `Bearer ${API_KEY}` } });
    expect(await waited.json()).toMatchObject({ state: 'suppressed', reason: 'quiet-after-decline' });
    await browser.caughtUp();
    const told = [...browser.invitations.all, ...browser.closings.all].map(({ attemptId }) => attemptId);
    expect(told).not.toContain(reply.body.attemptId);
    browser.close();
  });
});

describe('a visitor who does not want to be asked again, where no rule is set', () => {
  let cluster: Cluster;
  let history: History;

  beforeAll(async () => {
    cluster = await aClusterWith({});
    history = new History();
  });

  afterAll(() => cluster.stop());

  it('is not, by any node, from that moment on', { timeout: 180_000 }, async () => {
    const strategies = strategiesOf(cluster, history);
    await Promise.all(
      Array.from({ length: VISITS }, async () => {
        const visitId = randomUUID();
        const browser = await aBrowser(cluster, visitId);
        const first = await strategies[0].engage({ visitId });
        const attemptId = first.body.attemptId ?? '';

        const [replies] = await Promise.all([
          race(strategies, visitId),
          browser.report({ attemptId, disposition: 'declined', dontAskAgain: true }),
        ]);

        expect(new Set(outcomesOf(replies))).not.toContain('200 pending');
        const later = await race(strategies, visitId, 4);
        expect(outcomesOf(later)).toEqual(times(4, '200 suppressed'));
        expect(new Set(later.map(({ body }) => body.reason))).toEqual(new Set(['dont-ask-again']));
        browser.close();
      }),
    );
  });
});

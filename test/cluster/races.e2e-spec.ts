import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Cluster } from './support/cluster.js';
import { History } from './support/history.js';
import { Page } from './support/page.js';
import { type Reply, Strategy } from './support/strategy.js';
import { expectNoBreach } from './support/verdict.js';

const ROUNDS = 1_000;

/** How many visits go through their rounds at the same time. */
const VISITS = 20;

const WITHIN = { timeout: 30_000, interval: 5 };

interface Visit {
  readonly tabs: readonly [Page, Page];
  readonly visitId: string;
}

let cluster: Cluster;
let history: History;
let strategies: readonly [Strategy, Strategy];
let visits: readonly Visit[];

beforeAll(async () => {
  cluster = await Cluster.start();
  history = new History();
  const [one, other] = cluster.backends.map(({ url }) => new Strategy(history, url));
  const [left, right] = cluster.frontends;
  if (one === undefined || other === undefined || left === undefined || right === undefined) throw new Error('too few');
  strategies = [one, other];
  visits = await Promise.all(
    Array.from({ length: VISITS }, async (_, index) => {
      const visitId = `visit-${index}`;
      const tabs = [
        await Page.open(history, left.url, visitId, 'left'),
        await Page.open(history, right.url, visitId, 'right'),
      ];
      return { visitId, tabs: [tabs[0] as Page, tabs[1] as Page] } as const;
    }),
  );
});

afterAll(async () => {
  for (const page of history.pages) page.close();
  await cluster.stop();
});

/** Each visit goes through its share of the rounds; what comes of them is for the rules to judge. */
async function rounds(round: (visit: Visit, number: number) => Promise<void>): Promise<void> {
  await Promise.all(
    visits.map(async (visit) => {
      for (let number = 0; number < ROUNDS / VISITS; number++) await round(visit, number);
    }),
  );
  await expectNoBreach(cluster, history);
}

/** A little time, so that sometimes one and sometimes the other is first. */
const aMoment = (): Promise<void> => delay(Math.random() * 4);

async function isShownBy(attemptId: string, pages: readonly Page[]): Promise<void> {
  await vi.waitFor(() => expect(pages.every((page) => page.isShowing(attemptId))).toBe(true), WITHIN);
}

async function isShownByNone({ tabs }: Visit): Promise<void> {
  await vi.waitFor(() => expect(tabs.flatMap((page) => page.showing)).toEqual([]), WITHIN);
}

async function engaged(visit: Visit): Promise<{ readonly attemptId: string; readonly interactionId: string }> {
  const { status, body } = await strategies[0].engage({ visitId: visit.visitId });
  expect(status).toBe(200);
  const { attemptId = '', interactionId = '' } = body;
  await isShownBy(attemptId, visit.tabs);
  return { attemptId, interactionId };
}

/** What became of an attempt, as its two tabs were told. */
function toldOf(attemptId: string): readonly string[] {
  return history.outcomes
    .filter((outcome) => outcome.attemptId === attemptId)
    .map(({ told }) => told)
    .toSorted();
}

const statuses = (...replies: readonly Reply[]): readonly number[] => replies.map(({ status }) => status).toSorted();

describe('a thousand races across nodes', () => {
  it('of an accept and a cancel have one winner each, and all sides agree', { timeout: 180_000 }, async () => {
    const winners = { accept: 0, cancel: 0 };
    await rounds(async (visit) => {
      const { attemptId, interactionId } = await engaged(visit);

      const [cancelled] = await Promise.all([
        aMoment().then(() => strategies[1].cancel({ interactionId })),
        aMoment().then(() => visit.tabs[0].accept(attemptId)),
      ]);

      await isShownByNone(visit);
      if (cancelled.status === 200) winners.cancel++;
      else winners.accept++;
      expect([cancelled.body.state, cancelled.body.code]).toEqual(
        cancelled.status === 200 ? ['cancelled', undefined] : ['accepted', 'attempt-ended'],
      );
      expect(toldOf(attemptId)).toEqual(
        cancelled.status === 200 ? ['closed as cancelled', 'closed as cancelled'] : ['accepted', 'closed as accepted'],
      );
    });
    process.stdout.write(`accept against cancel: ${JSON.stringify(winners)}\n`);
    expect(Math.min(winners.accept, winners.cancel)).toBeGreaterThan(0);
  });

  it('of two tabs that both accept have one that opens the chat', { timeout: 180_000 }, async () => {
    const winners = { left: 0, right: 0 };
    await rounds(async (visit) => {
      const { attemptId } = await engaged(visit);

      await Promise.all(visit.tabs.map((page) => aMoment().then(() => page.accept(attemptId))));

      await isShownByNone(visit);
      expect(toldOf(attemptId)).toEqual(['accepted', 'closed as accepted']);
      const winner = history.outcomes.find((outcome) => outcome.attemptId === attemptId && outcome.told === 'accepted');
      winners[winner?.page.pageId === 'left' ? 'left' : 'right']++;
    });
    process.stdout.write(`accept against accept: ${JSON.stringify(winners)}\n`);
    expect(Math.min(winners.left, winners.right)).toBeGreaterThan(0);
  });

  it('of an engage and its cancel, in any order, end cancelled', { timeout: 180_000 }, async () => {
    const orders = { before: 0, after: 0 };
    await rounds(async ({ visitId, tabs }, number) => {
      const interactionId = randomUUID();
      // Every other time the cancel is answered before the engage is sent: then nothing at all may be shown.
      const isLate = number % 2 === 0;
      const first = isLate ? await strategies[1].cancel({ interactionId, visitId }) : undefined;
      const [engage, cancel] = await Promise.all([
        aMoment().then(() => strategies[0].engage({ interactionId, visitId })),
        first ?? aMoment().then(() => strategies[1].cancel({ interactionId, visitId })),
      ]);

      expect([engage.status, cancel.status, cancel.body.state]).toEqual([200, 200, 'cancelled']);
      orders[engage.body.state === 'cancelled' ? 'before' : 'after']++;
      await isShownByNone({ visitId, tabs });
      if (isLate) expect(history.showings.some(({ attemptId }) => attemptId === engage.body.attemptId)).toBe(false);
    });
    process.stdout.write(`the cancel came: ${JSON.stringify(orders)}\n`);
    expect(Math.min(orders.before, orders.after)).toBeGreaterThan(0);
  });

  it('of two engages for one visit start one of them', { timeout: 180_000 }, async () => {
    const winners = [0, 0];
    await rounds(async (visit) => {
      const { visitId } = visit;
      const replies = await Promise.all(
        strategies.map((strategy) => aMoment().then(() => strategy.engage({ visitId }))),
      );

      expect(statuses(...replies)).toEqual([200, 400]);
      const [winner, loser] = replies.toSorted((one, other) => one.status - other.status);
      expect(loser?.body).toMatchObject({ code: 'visit-engaged', attemptId: winner?.body.attemptId });
      replies.forEach(({ status }, index) => {
        if (status === 200) winners[index] = (winners[index] ?? 0) + 1;
      });
      await strategies[0].cancel({ interactionId: winner?.body.interactionId ?? '' });
      await isShownByNone(visit);
    });
    process.stdout.write(`engage against engage: ${JSON.stringify(winners)}\n`);
    expect(Math.min(...winners)).toBeGreaterThan(0);
  });

  it('of the same engage sent to two nodes start it once', { timeout: 180_000 }, async () => {
    await rounds(async (visit) => {
      const profile = { interactionId: randomUUID(), visitId: visit.visitId };

      const replies = await Promise.all(strategies.map((strategy) => aMoment().then(() => strategy.engage(profile))));

      expect(statuses(...replies)).toEqual([200, 200]);
      expect(new Set(replies.map(({ body }) => body.attemptId)).size).toBe(1);
      expect(replies.map(({ replayed }) => replayed).toSorted()).toEqual([false, true]);
      await strategies[0].cancel({ interactionId: profile.interactionId });
      await isShownByNone(visit);
    });
  });
});

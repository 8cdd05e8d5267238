import type { OpenedStore } from '#service/store/index.js';
import type { DispositionName } from '#service/contract/index.js';
import {
  type ClaimedDelivery,
  type DeliveryTry,
  OUTCOME_STATES,
  type TryVerdict,
  WELL,
} from '#service/engagement/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';

const LEASE_MS = 30_000;

const FAILED = { kind: 'not-delivered', againAt: null, endpoint: 'fails', holdUntil: null } as const;

const nameOf = ({ outcome }: ClaimedDelivery): string => `${outcome.attempt.attemptId} ${outcome.state}`;

/** What every DeliveryBook does, whatever it is kept in. */
export function describeDeliveryBook(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let other: OpenedStore;
    let endpoint: string;
    let count = 0;
    /** The test's now: later than everything that it does. */
    let now: number;

    beforeAll(async () => {
      opened = await open();
      other = await open();
    });

    beforeEach(async () => {
      endpoint = `endpoint-${++count}`;
      now = aNewAttempt().createdAt + count * 86_400_000;
      // What others have left.
      while ((await opened.deliveries.giveUp(now, now + LEASE_MS, 1_000)) > 0);
      await placed();
      await opened.deliveries.open([endpoint]);
    });

    afterAll(async () => {
      await other.store.close();
      await opened.store.close();
    });

    const placed = async (): Promise<void> => {
      while ((await opened.outcomes.giveOutPlaces(500)) > 0);
    };

    /** An attempt that came to these, in this order. @returns its id */
    const anAttempt = async (...dispositions: readonly DispositionName[]): Promise<string> => {
      const attempt = aNewAttempt({ data: { cart: 3 } });
      await opened.store.start(attempt, under('allow'));
      for (const [step, disposition] of dispositions.entries())
        await opened.store.recordDisposition({
          attemptId: attempt.attemptId,
          visitId: null,
          disposition,
          dispositionId: null,
          reason: null,
          actor: null,
          page: 'page-1',
          at: attempt.createdAt + step + 1,
        });
      return attempt.attemptId;
    };

    const plan = async (wanted = OUTCOME_STATES as readonly (typeof OUTCOME_STATES)[number][]): Promise<void> => {
      await placed();
      while ((await opened.deliveries.plan(endpoint, wanted, now, 100)) >= 100);
    };

    const claim = (limit = 100, from = opened): Promise<readonly ClaimedDelivery[]> =>
      from.deliveries.claim(endpoint, now, LEASE_MS, limit);

    const tried = (claimed: ClaimedDelivery, verdict: TryVerdict): DeliveryTry => ({
      endpoint,
      position: claimed.outcome.position,
      tries: claimed.tries,
      isProbe: claimed.isProbe,
      at: now,
      answer: verdict.kind === 'delivered' ? 204 : 500,
      error: verdict.kind === 'delivered' ? null : 'it was answered 500',
      verdict,
    });

    const deliver = async (claimed: readonly ClaimedDelivery[]): Promise<void> => {
      for (const each of claimed) await opened.deliveries.settle(tried(each, { kind: 'delivered' }));
    };

    const again = (inMs: number): TryVerdict => ({ ...FAILED, againAt: now + inMs });

    it('plans each outcome that is wanted, once', async () => {
      const one = await anAttempt('shown', 'accepted');
      const two = await anAttempt('failed');

      await plan(['shown', 'failed']);
      await plan(['shown', 'failed']);

      expect((await claim()).map(nameOf)).toEqual([`${one} shown`, `${two} failed`]);
    });

    it('tells an endpoint what happens from the time on that it is known, however often it is opened', async () => {
      const before = await anAttempt('shown', 'declined');
      await plan();
      await deliver(await claim());
      await deliver(await claim());
      const late = `${endpoint}-late`;
      await opened.deliveries.open([late]);
      const after = await anAttempt('failed');
      await opened.deliveries.open([late, endpoint]);
      await placed();

      await opened.deliveries.plan(late, OUTCOME_STATES, now, 100);

      const claimed = await opened.deliveries.claim(late, now, LEASE_MS, 100);
      expect(claimed.map(nameOf)).toEqual([`${after} failed`]);
      expect(claimed.map(nameOf)).not.toContain(`${before} declined`);
    });

    it('hands over what is needed to make a delivery', async () => {
      const attemptId = await anAttempt('shown');
      await plan();

      const [claimed] = await claim();

      expect(claimed).toMatchObject({
        endpoint,
        tries: 1,
        plannedAt: now,
        outcome: { state: 'shown', sequence: 1, by: 'visitor', attempt: { attemptId, data: { cart: 3 } } },
      });
    });

    it('lets nobody else take what somebody is at, until the lease is over', async () => {
      const attemptId = await anAttempt('shown');
      await plan();

      const [first] = await claim();
      expect(await claim(100, other)).toEqual([]);
      now += LEASE_MS;
      const [second] = await claim(100, other);

      expect(second).toMatchObject({ tries: 2, outcome: { attempt: { attemptId } } });
      expect(first && (await opened.deliveries.settle(tried(first, { kind: 'delivered' })))).toBeUndefined();
      expect(second && (await other.deliveries.settle(tried(second, { kind: 'delivered' })))).toEqual({
        before: WELL,
        after: WELL,
      });
      expect(await claim()).toEqual([]);
    });

    it('keeps the order of an attempt, while others go on', async () => {
      const one = await anAttempt('shown', 'accepted');
      const two = await anAttempt('shown', 'declined');
      await plan();

      const first = await claim();
      expect(first.map(nameOf)).toEqual([`${one} shown`, `${two} shown`]);
      expect(await claim()).toEqual([]);
      const [ofOne, ofTwo] = first;
      if (ofOne === undefined || ofTwo === undefined) throw new Error('two were claimed');
      await opened.deliveries.settle(tried(ofOne, again(5_000)));
      await opened.deliveries.settle(tried(ofTwo, { kind: 'delivered' }));

      expect((await claim()).map(nameOf)).toEqual([`${two} declined`]);
      now += 5_000;
      const retried = await claim();
      expect(retried.map(nameOf)).toEqual([`${one} shown`]);
      await deliver(retried);
      expect((await claim()).map(nameOf)).toEqual([`${one} accepted`]);
    });

    it('goes on at once with what was planned while an earlier one was being made', async () => {
      const attempt = aNewAttempt();
      await opened.store.start(attempt, under('allow'));
      const report = async (disposition: DispositionName): Promise<void> => {
        await opened.store.recordDisposition({
          attemptId: attempt.attemptId,
          visitId: null,
          disposition,
          dispositionId: null,
          reason: null,
          actor: null,
          page: 'page-1',
          at: attempt.createdAt + 1,
        });
        await plan();
      };
      await report('shown');
      const shown = await claim();
      await report('accepted');

      await deliver(shown);

      expect((await claim()).map(nameOf)).toEqual([`${attempt.attemptId} accepted`]);
    });

    it('goes on with an attempt when what came before is given up', async () => {
      const attemptId = await anAttempt('shown', 'accepted');
      await plan();
      const [shown] = await claim();
      if (shown === undefined) throw new Error('one was claimed');

      await opened.deliveries.settle(tried(shown, FAILED));

      expect((await claim()).map(nameOf)).toEqual([`${attemptId} accepted`]);
      expect(await opened.deliveries.list({ endpoint, state: 'failed', limit: 10 })).toMatchObject([
        {
          attemptId,
          outcome: 'shown',
          state: 'failed',
          tries: 1,
          answer: 500,
          error: 'it was answered 500',
          dueAt: null,
          settledAt: now,
        },
      ]);
    });

    it('tries what is due first, first', async () => {
      const one = await anAttempt('failed');
      const two = await anAttempt('failed');
      await plan();
      const [first] = await claim(1);
      if (first === undefined) throw new Error('one was claimed');
      await opened.deliveries.settle(tried(first, again(1_000)));
      now += 1_000;

      expect((await claim(1)).map(nameOf)).toEqual([`${two} failed`]);
      expect((await claim(1)).map(nameOf)).toEqual([`${one} failed`]);
    });

    it('pauses an endpoint that goes on failing, and tries it with one delivery then', async () => {
      for (let attempts = 0; attempts < 12; attempts++) await anAttempt('failed');
      await plan();
      for (const claimed of await claim(10)) await opened.deliveries.settle(tried(claimed, again(1_000)));

      expect(await claim()).toEqual([]);
      now += 5_000;
      const probes = [...(await claim()), ...(await claim(100, other))];
      expect(probes).toMatchObject([{ isProbe: true }]);
      await deliver(probes);

      expect(await claim()).toHaveLength(11);
    });

    it('is not led to pause an endpoint by deliveries that cannot be made, which are given up', async () => {
      for (let attempts = 0; attempts < 12; attempts++) await anAttempt('failed');
      await plan();

      for (const claimed of await claim(11))
        await opened.deliveries.settle(tried(claimed, { ...FAILED, endpoint: 'has-no-part' }));

      expect(await opened.deliveries.list({ endpoint, state: 'failed', limit: 20 })).toHaveLength(11);
      expect(await claim()).toMatchObject([{ isProbe: false }]);
    });

    it('counts each of the failures that come at the same time, up to the pause', async () => {
      for (let attempts = 0; attempts < 16; attempts++) await anAttempt('failed');
      await plan();

      const changes = await Promise.all(
        (await claim(16)).map((claimed) => opened.deliveries.settle(tried(claimed, again(1_000)))),
      );

      expect(changes.map((change) => change?.after.failures).toSorted((one, two) => (one ?? 0) - (two ?? 0))).toEqual(
        Array.from({ length: 16 }, (_, index) => Math.min(index + 1, 10)),
      );
      expect(await opened.deliveries.endpoints()).toContainEqual(
        expect.objectContaining({ endpoint, failures: 10, pausedUntil: now + 5_000 }),
      );
    });

    it('puts what came of many on record at the same time', async () => {
      const attemptIds: string[] = [];
      for (let attempts = 0; attempts < 30; attempts++) attemptIds.push(await anAttempt('shown', 'accepted'));
      await plan();

      for (const state of ['shown', 'accepted']) {
        const claimed = await claim();
        expect(claimed.map(nameOf)).toEqual(attemptIds.map((attemptId) => `${attemptId} ${state}`));
        await Promise.all(claimed.map((each) => opened.deliveries.settle(tried(each, { kind: 'delivered' }))));
      }

      expect(await opened.deliveries.list({ endpoint, state: 'delivered', limit: 100 })).toHaveLength(60);
    });

    it('has what is sent again while it is being made delivered once more', async () => {
      const attemptId = await anAttempt('shown', 'accepted');
      await plan();
      const [first] = await claim();
      if (first === undefined) throw new Error('one was claimed');

      await opened.deliveries.sendAgain(endpoint, first.outcome.position, now);
      expect(await opened.deliveries.settle(tried(first, { kind: 'delivered' }))).toBeUndefined();
      const second = await claim();

      expect(second.map(nameOf)).toEqual([`${attemptId} shown`]);
      await deliver(second);
      expect((await claim()).map(nameOf)).toEqual([`${attemptId} accepted`]);
    });

    it('leaves an endpoint alone for as long as it asks', async () => {
      await anAttempt('failed');
      await anAttempt('failed');
      await plan();
      const [first] = await claim(1);
      if (first === undefined) throw new Error('one was claimed');
      const change = await opened.deliveries.settle(
        tried(first, { ...FAILED, againAt: now + 60_000, holdUntil: now + 60_000 }),
      );

      expect(change).toEqual({
        before: WELL,
        after: { failures: 1, pausedUntil: now + 60_000, disabledAt: null },
      });
      now += 59_999;
      expect(await claim()).toEqual([]);
      now += 1;
      expect(await claim()).toHaveLength(1);
    });

    it('leaves it alone also when it takes what was under way', async () => {
      await anAttempt('failed');
      await anAttempt('failed');
      await plan();
      const [first, second] = await claim();
      if (first === undefined || second === undefined) throw new Error('two were claimed');

      await opened.deliveries.settle(tried(first, { ...FAILED, againAt: now + 60_000, holdUntil: now + 60_000 }));
      await opened.deliveries.settle(tried(second, { kind: 'delivered' }));

      expect(await opened.deliveries.standing(endpoint)).toMatchObject({ pausedUntil: now + 60_000 });
    });

    it('puts on record together what others find out about an endpoint at the same time', async () => {
      for (let attempts = 0; attempts < 10; attempts++) await anAttempt('failed');
      await plan();
      const [one, two, ...claimed] = await claim();
      if (one === undefined || two === undefined) throw new Error('ten were claimed');
      for (const each of [one, two]) await opened.deliveries.settle(tried(each, again(60_000)));

      await Promise.all(
        claimed.map((each, index) =>
          (index % 2 === 0 ? opened : other).deliveries.settle(
            tried(each, index === 0 ? { ...FAILED, endpoint: 'is-gone' } : { kind: 'delivered' }),
          ),
        ),
      );

      expect(await opened.deliveries.standing(endpoint)).toMatchObject({ disabledAt: now });
    });

    it('tells an endpoint that is gone nothing more until it is enabled', async () => {
      await anAttempt('failed');
      await plan();
      const [first] = await claim();
      if (first === undefined) throw new Error('one was claimed');
      await opened.deliveries.settle(tried(first, { ...FAILED, againAt: now + 1_000, endpoint: 'is-gone' }));
      now += 3_600_000;

      expect(await claim()).toEqual([]);
      expect(await opened.deliveries.endpoints()).toContainEqual({
        endpoint,
        failures: 1,
        pausedUntil: null,
        disabledAt: now - 3_600_000,
        waiting: 1,
        waitingSince: now - 3_600_000,
        failed: 0,
      });
      expect(await opened.deliveries.enable(endpoint)).toBe(true);
      expect(await claim()).toHaveLength(1);
      expect(await opened.deliveries.enable('nobody')).toBe(false);
    });

    it('gives up what has waited too long, and sends it again when it is asked to', async () => {
      await anAttempt('shown', 'accepted');
      const plannedAt = now;
      await plan();
      now += 1_000;

      expect(await opened.deliveries.giveUp(plannedAt, now, 10)).toBe(0);
      expect(await opened.deliveries.giveUp(plannedAt + 1, now, 10)).toBe(2);
      expect(await claim()).toEqual([]);

      expect(await opened.deliveries.sendFailedAgain(endpoint, now, 1)).toBe(0);
      now += 1;
      expect(await opened.deliveries.sendFailedAgain(endpoint, now, 1)).toBe(1);
      const first = await claim();
      expect(first).toMatchObject([{ tries: 1, plannedAt: now, outcome: { state: 'shown' } }]);
      await deliver(first);
      expect(await opened.deliveries.sendFailedAgain(endpoint, now, 10)).toBe(1);
      await deliver(await claim());
      expect(await opened.deliveries.list({ endpoint, limit: 10 })).toMatchObject([
        { outcome: 'accepted', state: 'delivered', tries: 1, answer: 204, error: null },
        { outcome: 'shown', state: 'delivered', tries: 1, answer: 204, error: null },
      ]);
    });

    it('gives up nothing that is being made', async () => {
      await anAttempt('failed');
      const plannedAt = now;
      await plan();
      await claim();
      now += LEASE_MS - 1;

      expect(await opened.deliveries.giveUp(plannedAt + 1, now, 10)).toBe(0);
      expect(await opened.deliveries.giveUp(plannedAt + 1, now + 1, 10)).toBe(1);
    });

    it('makes what waits due when it is asked to, except for what is being made', async () => {
      const late = await anAttempt('failed');
      await anAttempt('failed');
      await plan();
      const [first, second] = await claim();
      if (first === undefined || second === undefined) throw new Error('two were claimed');
      await opened.deliveries.settle(tried(first, again(3_600_000)));

      expect(await opened.deliveries.hasten(endpoint, now + 1, now + LEASE_MS, 10)).toBe(1);
      expect(await opened.deliveries.hasten(endpoint, now + 1, now + LEASE_MS, 10)).toBe(0);
      now += 1;
      expect((await claim()).map(nameOf)).toEqual([`${late} failed`]);
    });

    it('tells how an endpoint stands', async () => {
      expect(await opened.deliveries.standing(endpoint)).toEqual(WELL);
      expect(await opened.deliveries.standing('nobody')).toBeUndefined();
    });

    it('sends one again, also one that was delivered', async () => {
      await anAttempt('failed');
      await plan();
      const claimed = await claim();
      await deliver(claimed);
      const position = claimed[0]?.outcome.position ?? 0;

      expect(await opened.deliveries.sendAgain(endpoint, position, now)).toMatchObject({ state: 'waiting', tries: 0 });
      expect(await opened.deliveries.sendAgain(endpoint, position + 1_000_000, now)).toBeUndefined();
      expect((await claim()).map(nameOf)).toEqual(claimed.map(nameOf));
    });

    it('lists what is asked for, the latest first, page by page', async () => {
      const attemptIds = [await anAttempt('failed'), await anAttempt('failed'), await anAttempt('shown', 'accepted')];
      await plan();
      const all = await opened.deliveries.list({ endpoint, limit: 10 });

      expect(all.map(({ attemptId, outcome }) => `${attemptId} ${outcome}`)).toEqual([
        `${attemptIds[2]} accepted`,
        `${attemptIds[2]} shown`,
        `${attemptIds[1]} failed`,
        `${attemptIds[0]} failed`,
      ]);
      const [, second] = all;
      expect(await opened.deliveries.list({ endpoint, ...(second && { after: second }), limit: 1 })).toEqual(
        all.slice(2, 3),
      );
      expect(await opened.deliveries.list({ attemptId: attemptIds[2] ?? '', endpoint, limit: 10 })).toEqual(
        all.slice(0, 2),
      );
      expect(await opened.deliveries.list({ endpoint, state: 'waiting', limit: 10 })).toEqual(all);
      expect(await opened.deliveries.list({ endpoint, state: 'delivered', limit: 10 })).toEqual([]);
    });

    it('goes on in the list between two endpoints that are told of the same outcome', async () => {
      const another = `${endpoint}-another`;
      await opened.deliveries.open([another]);
      const attemptId = await anAttempt('failed');
      await plan();
      await opened.deliveries.plan(another, OUTCOME_STATES, now, 100);

      const [one, ...others] = await opened.deliveries.list({ attemptId, limit: 1 });
      if (one === undefined) throw new Error('one is listed');
      const rest = await opened.deliveries.list({ attemptId, after: one, limit: 10 });

      expect([one, ...others, ...rest].map((delivery) => delivery.endpoint)).toEqual([another, endpoint]);
    });

    it('forgets deliveries with their attempts, and counts those that nobody was told of', async () => {
      while ((await opened.store.purge(2 ** 47, 1_000)).attempts > 0);
      const attemptId = await anAttempt('shown', 'failed');
      await anAttempt('failed');
      await plan();
      const [first] = await claim(1);
      if (first === undefined) throw new Error('one is due');
      await opened.deliveries.settle(tried(first, { kind: 'delivered' }));

      expect(await opened.store.purge(2 ** 47, 1_000)).toEqual({ attempts: 2, undelivered: 2 });

      expect(await opened.deliveries.list({ attemptId, limit: 10 })).toEqual([]);
      expect(await claim()).toEqual([]);
    });

    it('shares the work of several nodes: each delivery is claimed once', async () => {
      const attemptIds: string[] = [];
      for (let attempts = 0; attempts < 40; attempts++) attemptIds.push(await anAttempt('failed'));
      await placed();
      const planned = await Promise.all(
        [opened, other, opened, other].map(({ deliveries }) => deliveries.plan(endpoint, OUTCOME_STATES, now, 100)),
      );
      await plan();
      expect(planned.reduce((sum, seen) => sum + seen, 0)).toBeLessThanOrEqual(40);

      const claimed: ClaimedDelivery[] = [];
      for (let round = 0; round < 20; round++) claimed.push(...(await Promise.all([claim(7), claim(7, other)])).flat());

      expect(claimed.map(({ outcome }) => outcome.attempt.attemptId).toSorted()).toEqual(attemptIds.toSorted());
    });
  });
}

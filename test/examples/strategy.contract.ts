import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attempt, AttemptPage } from '../../examples/strategy/typescript/gateway-api.js';
import { API_KEY, aVisitToken, WITH_CREDENTIALS } from '../support/credentials.js';
import { freePort } from '../support/free-port.js';
import { TestFrontend } from '../support/frontend.js';
import { ServiceProcess } from '../support/process.js';
import { commandLines } from './support/command-lines.js';
import { PoorLine, RETRY_AFTER_SECONDS } from './support/poor-line.js';
import { ACCEPTED, NOT_ACCEPTED, type Program, StrategyRun, TROUBLE } from './support/strategy-run.js';
import { ANSWERS, aWorthyVisit, type Facts } from './support/visits.js';

/** What every strategy of examples/strategy does, whatever it is written in. */
export function describeStrategy(name: string, program: Program): void {
  describe.concurrent(name, () => {
    const directory = mkdtempSync(join(tmpdir(), 'engagement-test-'));
    let gateway: ServiceProcess;
    let guarded: ServiceProcess;

    beforeAll(async () => {
      [gateway, guarded] = await Promise.all([
        ServiceProcess.start({
          DATABASE_URL: `sqlite:${join(directory, 'open-mode.db')}`,
          QUIET_AFTER_DECLINE_SECONDS: '60',
        }),
        ServiceProcess.start({ DATABASE_URL: `sqlite:${join(directory, 'with-keys.db')}`, ...WITH_CREDENTIALS }),
      ]);
    });

    afterAll(async () => {
      await Promise.all([gateway.signal('SIGTERM'), guarded.signal('SIGTERM')]);
      rmSync(directory, { recursive: true, force: true });
    });

    const run = (facts: object, environment: Readonly<Record<string, string>> = {}): StrategyRun =>
      StrategyRun.start(program, JSON.stringify(facts), { GATEWAY_URL: gateway.url, ...environment });

    const noengage = (cancelData: object): Promise<Response> =>
      fetch(`${gateway.url}/backend/data/gateway/noengage`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ cancelData }),
      });

    const attemptsOf = async ({ visitId }: Facts): Promise<readonly Attempt[]> => {
      const reply = await fetch(`${gateway.url}/backend/data/gateway/attempts?visitId=${visitId}`);
      const { attempts }: AttemptPage = JSON.parse(await reply.text());
      return attempts;
    };

    describe('that has invited a visitor', () => {
      it.each(ANSWERS)('ends in %s, with status %i, when the page says %j', async (end, status, dispositions) => {
        const facts = aWorthyVisit({ displaySeconds: 1 });
        const strategy = run(facts);
        await strategy.reached('waiting');

        const browser = await TestFrontend.connect(gateway, { visitId: facts.visitId });
        const { attemptId } = await browser.invitations.next();
        for (const disposition of dispositions) await browser.report({ attemptId, disposition });

        expect(await strategy.end).toMatchObject({
          printed: end,
          status,
          states: ['deciding', 'engaging', 'waiting', 'shown', end],
        });
        browser.close();
      });

      it('ends in expired when no page has shown it in time', async () => {
        expect(await run(aWorthyVisit({ timeToLive: 1 })).end).toMatchObject({
          printed: 'expired',
          status: NOT_ACCEPTED,
          states: ['deciding', 'engaging', 'waiting', 'expired'],
        });
      });

      it('ends in cancelled when somebody else has cancelled it', async () => {
        const facts = aWorthyVisit();
        const strategy = run(facts);
        await strategy.reached('waiting');

        await noengage({ visitId: facts.visitId });

        expect(await strategy.end).toMatchObject({
          printed: 'cancelled',
          status: NOT_ACCEPTED,
          states: ['deciding', 'engaging', 'waiting', 'cancelled'],
        });
      });

      it.each(['SIGINT', 'SIGTERM'] as const)('cancels by itself at %s, and then ends', async (signal) => {
        const facts = aWorthyVisit();
        const strategy = run(facts);
        await strategy.reached('waiting');

        strategy.signal(signal);

        expect(await strategy.end).toMatchObject({
          printed: 'cancelled',
          status: NOT_ACCEPTED,
          states: ['deciding', 'engaging', 'waiting', 'cancelling', 'cancelled'],
        });
        expect(await attemptsOf(facts)).toMatchObject([
          { state: 'cancelled', reason: 'the interaction was abandoned', interactionId: facts.interactionId },
        ]);
      });
    });

    describe('that does not invite', () => {
      it('ends in not-invited when the cart is not worth it, and has not called', async () => {
        const facts = aWorthyVisit({ cartTotal: 99.9 });

        expect(await run(facts).end).toMatchObject({
          printed: 'not-invited',
          status: NOT_ACCEPTED,
          states: ['deciding', 'not-invited'],
        });
        expect(await attemptsOf(facts)).toEqual([]);
      });

      it('ends in suppressed when a rule of the gateway leaves the visitor alone', async () => {
        const { visitId } = aWorthyVisit();
        const first = run(aWorthyVisit({ visitId }));
        await first.reached('waiting');
        const browser = await TestFrontend.connect(gateway, { visitId });
        const { attemptId } = await browser.invitations.next();
        await browser.report({ attemptId, disposition: 'declined' });
        await first.end;

        expect(await run(aWorthyVisit({ visitId })).end).toMatchObject({
          printed: 'suppressed',
          status: NOT_ACCEPTED,
          states: ['deciding', 'engaging', 'waiting', 'suppressed'],
        });
        browser.close();
      });

      it('ends in visit-engaged when another interaction has invited the visitor', async () => {
        const { visitId } = aWorthyVisit();
        const first = run(aWorthyVisit({ visitId }));
        await first.reached('waiting');

        expect(await run(aWorthyVisit({ visitId })).end).toMatchObject({
          printed: 'visit-engaged',
          status: NOT_ACCEPTED,
        });
        await noengage({ visitId });
        await first.end;
      });

      it('ends in refused when the gateway finds fault with the profile, and tells which', async () => {
        const { printed, status, log } = await run(aWorthyVisit({ timeToLive: 0 })).end;

        expect({ printed, status }).toEqual({ printed: 'refused', status: TROUBLE });
        expect(log).toContain('/ixnProfile/timeToLive must be a whole number from 1 to 86400');
      });

      it('fails when it is not told of a visit', async () => {
        const { printed, status } = await StrategyRun.start(program, 'not JSON', { GATEWAY_URL: gateway.url }).end;

        expect({ printed, status }).toEqual({ printed: '', status: TROUBLE });
      });
    });

    describe('on a poor line', () => {
      it('calls once more when a reply was lost, and invites nobody twice', async () => {
        const line = await PoorLine.to(gateway, 'reply lost', 'none', 'reply lost');
        const facts = aWorthyVisit({ timeToLive: 3 });

        expect(await run(facts, { GATEWAY_URL: line.url }).end).toMatchObject({ printed: 'expired' });

        const waiting = { path: expect.stringContaining('?waitFor=ended'), isReplay: false };
        expect(line.calls).toMatchObject([
          { path: '/backend/data/gateway/engage', isReplay: false },
          { path: '/backend/data/gateway/engage', isReplay: true },
          waiting,
          waiting,
        ]);
        expect(await attemptsOf(facts)).toHaveLength(1);
        line.close();
      });

      it('waits for as long as it is asked to', async () => {
        const line = await PoorLine.to(gateway, 'nobody there');

        expect(await run(aWorthyVisit({ timeToLive: 1 }), { GATEWAY_URL: line.url }).end).toMatchObject({
          printed: 'expired',
        });

        const [refused, engaged] = line.calls.map(({ at }) => at);
        expect(Number(engaged) - Number(refused)).toBeGreaterThan(RETRY_AFTER_SECONDS * 1000 - 100);
        line.close();
      });

      it('ends in unavailable when its patience is over', async () => {
        const environment = { GATEWAY_URL: `http://127.0.0.1:${await freePort()}`, GATEWAY_PATIENCE_SECONDS: '1' };

        expect(await run(aWorthyVisit(), environment).end).toMatchObject({ printed: 'unavailable', status: TROUBLE });
      });
    });

    describe('of a gateway with keys', () => {
      it('shows its key, which is not in the list of processes', async () => {
        const facts = aWorthyVisit();
        const strategy = run(facts, { GATEWAY_URL: guarded.url, GATEWAY_API_KEY: API_KEY });
        await strategy.reached('waiting');

        expect(commandLines().filter((line) => line.includes(API_KEY))).toEqual([]);
        const token = await aVisitToken(Date.now(), { sub: facts.visitId });
        const browser = await TestFrontend.connect(guarded, { token });
        const { attemptId } = await browser.invitations.next();
        await browser.report({ attemptId, disposition: 'accepted' });

        expect(await strategy.end).toMatchObject({ printed: 'accepted', status: ACCEPTED });
        browser.close();
      });

      it('ends in refused with a key that is not known', async () => {
        const environment = { GATEWAY_URL: guarded.url, GATEWAY_API_KEY: 'nobody-has-this-key' };

        expect(await run(aWorthyVisit(), environment).end).toMatchObject({ printed: 'refused', status: TROUBLE });
      });
    });
  });
}

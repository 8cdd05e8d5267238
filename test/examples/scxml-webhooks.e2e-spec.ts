import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { TestFrontend } from '../support/frontend.js';
import { ServiceProcess } from '../support/process.js';
import { WEBHOOK_SECRET } from '../support/webhook-receiver.js';
import { ACCEPTED, NOT_ACCEPTED, StrategyRun } from './support/strategy-run.js';
import { ANSWERS, aWorthyVisit } from './support/visits.js';

// One after the other, since the gateway tells one address. To wait until an invitation is ignored takes too long for that.
const QUICK_ANSWERS = ANSWERS.filter(([end]) => end !== 'ignored');

describe('the strategy in SCXML that is told by webhooks', () => {
  const directory = mkdtempSync(join(tmpdir(), 'engagement-test-'));
  let gateway: ServiceProcess;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    gateway = await ServiceProcess.start({
      DATABASE_URL: `sqlite:${join(directory, 'test.db')}`,
      OUTCOME_WEBHOOK_URL: `http://127.0.0.1:${port}/sessions/{interactionId}/events`,
      OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
      OUTGOING_NETWORKS: 'loopback',
    });
  });

  afterAll(async () => {
    await gateway.signal('SIGTERM');
    rmSync(directory, { recursive: true, force: true });
  });

  const run = (facts: object): StrategyRun =>
    StrategyRun.start([process.execPath, 'scxml/run.js', '--listen', String(port)], JSON.stringify(facts), {
      GATEWAY_URL: gateway.url,
      OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
    });

  const tell = async (interactionId: string, message: object, secret = WEBHOOK_SECRET): Promise<number> => {
    const id = randomUUID();
    const now = new Date();
    const body = JSON.stringify(message);
    const reply = await fetch(`http://127.0.0.1:${port}/sessions/${interactionId}/events`, {
      method: 'POST',
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, now, body),
      },
      body,
    });
    return reply.status;
  };

  it.each(QUICK_ANSWERS)(
    'hears that it is shown, and ends in %s, with status %i',
    async (end, status, [, ...dispositions]) => {
      const facts = aWorthyVisit({ displaySeconds: 1, interactionId: `interaction ${randomUUID()}/ä` });
      const strategy = run(facts);
      await strategy.reached('waiting');

      const browser = await TestFrontend.connect(gateway, { visitId: facts.visitId });
      const { attemptId } = await browser.invitations.next();
      for (const disposition of dispositions) {
        await browser.report({ attemptId, disposition });
        await strategy.reached(disposition);
      }

      expect(await strategy.end).toMatchObject({
        printed: end,
        status,
        states: ['deciding', 'engaging', 'waiting', 'shown', end],
      });
      browser.close();
    },
  );

  it('ends in expired when no page has shown it in time', async () => {
    expect(await run(aWorthyVisit({ timeToLive: 1 })).end).toMatchObject({ printed: 'expired', status: NOT_ACCEPTED });
  });

  it('cancels by itself at a signal, and ends when it hears of it', async () => {
    const strategy = run(aWorthyVisit());
    await strategy.reached('waiting');

    strategy.signal('SIGINT');

    expect(await strategy.end).toMatchObject({
      printed: 'cancelled',
      status: NOT_ACCEPTED,
      states: ['deciding', 'engaging', 'waiting', 'cancelling', 'cancelled'],
    });
  });

  it('believes its gateway only, takes what is for others, and goes by what is for itself', async () => {
    const { interactionId, ...facts } = aWorthyVisit();
    const strategy = run({ interactionId, ...facts });
    await strategy.reached('waiting');
    const accepted = { type: 'engagement.accepted', data: {} };

    expect(await tell(interactionId, accepted, `whsec_${Buffer.alloc(32, 7).toString('base64')}`)).toBe(401);
    expect(await tell('another-interaction', accepted)).toBe(204);
    expect(await tell(interactionId, { type: 'engagement.shown', data: {} })).toBe(204);
    await strategy.reached('shown');
    expect(await tell(interactionId, accepted)).toBe(204);

    expect(await strategy.end).toMatchObject({ printed: 'accepted', status: ACCEPTED });
  });
});

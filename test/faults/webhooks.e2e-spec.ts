import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aTestDirectory } from '../support/directory.js';
import { OutcomeTraffic } from '../support/outcome-traffic.js';
import { ServiceProcess } from '../support/process.js';
import { breachesBetween, RECORDED_OUTCOMES, type RecordedOutcome } from '../support/told-and-recorded.js';
import { failingAtFirst, WebhookReceiver } from '../support/webhook-receiver.js';

const ROUNDS = 5;
const VISITS = 16;

/** How many webhooks come before the next kill. */
const BEFORE_A_KILL = 150;

let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
});

afterEach(async () => {
  await receiver.stop();
});

describe('a gateway that is killed again and again while it tells of outcomes', () => {
  it(
    'has told each that is on record, in the order of each attempt, and none that is not',
    { timeout: 180_000 },
    async () => {
      const file = join(aTestDirectory(), 'webhooks-test.db');
      const environment = {
        DATABASE_URL: `sqlite:${file}`,
        VISIT_CONFLICT: 'allow',
        OUTCOME_WEBHOOK_TIMEOUT_SECONDS: '1',
        ...receiver.settings(),
      };
      receiver.answer = failingAtFirst();
      for (let round = 0; round < ROUNDS; round++) {
        const service = await ServiceProcess.start(environment);
        const traffic = await OutcomeTraffic.start(service.url, VISITS);
        const before = receiver.received.length;
        await receiver.until(({ received }) => received.length >= before + BEFORE_A_KILL);
        await service.signal('SIGKILL');
        await traffic.stop();
      }

      const service = await ServiceProcess.start(environment);
      const database = new Database(file, { readonly: true });
      const recorded = (): RecordedOutcome[] => database.prepare(RECORDED_OUTCOMES).all([]) as RecordedOutcome[];
      await expect
        .poll(() => breachesBetween(receiver.received, recorded()), { timeout: 90_000, interval: 200 })
        .toEqual([]);

      const outcomes = recorded();
      expect(outcomes.length).toBeGreaterThan(ROUNDS * 100);
      // Replies were lost, and what was under way came again.
      expect(receiver.taken.length).toBeGreaterThan(outcomes.length);
      expect(receiver.forged).toEqual([]);
      expect(await service.signal('SIGTERM')).toBe(0);
      expect(breachesBetween(receiver.received, recorded())).toEqual([]);
      expect(database.prepare(`select state, count(*) as count from deliveries group by state`).all([])).toEqual([
        { state: 'delivered', count: outcomes.length },
      ]);
      database.close();
    },
  );
});

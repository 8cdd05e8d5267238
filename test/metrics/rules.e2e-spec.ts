import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { anIxnProfile, seconds } from '../support/builders.js';
import { TestFrontend } from '../support/frontend.js';
import { Metrics } from '../support/metrics.js';
import { Router } from '../support/router.js';
import { type Environment, TestService } from '../support/service.js';

const SUPPRESSIONS = 'engagement_suppressions_total';
const QUESTIONS = 'engagement_pacing_questions_total';

async function aService(environment: Environment): Promise<TestService> {
  const service = await TestService.start(environment);
  onTestFinished(() => service.stop());
  return service;
}

async function aServiceThatAsks(environment: Environment = {}): Promise<{ service: TestService; router: Router }> {
  const router = await Router.start();
  onTestFinished(() => router.stop());
  return { router, service: await aService({ ...router.settings(), ...environment }) };
}

/** Engages a visit, whose page answers. */
async function answered(service: TestService, visitId: string, answer: object): Promise<void> {
  const { body } = await service.engage(anIxnProfile({ visitId }));
  const browser = await TestFrontend.connect(service, { visitId });
  await browser.report({ attemptId: body.attemptId, disposition: 'declined', ...answer });
  browser.close();
}

/** What has been counted of a metric, by one of its labels; what has not happened is left out. */
function countsOf(metrics: Metrics, name: string, label: string): object {
  const samples = metrics.families.get(name)?.samples ?? [];
  return Object.fromEntries(
    samples.filter(({ value }) => value > 0).map(({ labels, value }) => [labels[label], value]),
  );
}

describe('engages that rules stop', () => {
  it('are counted by the reason, and once: the same engage again is a replay', async () => {
    const service = await aService({
      QUIET_AFTER_DECLINE_SECONDS: '60',
      MAX_INVITATIONS_PER_VISIT: '1/24h',
      QUIET_HOURS: '20:00-08:00',
      QUIET_HOURS_TIME_ZONE: 'UTC',
    });
    await answered(service, 'v-1', {});
    await answered(service, 'v-2', { dontAskAgain: true });
    await service.engage(anIxnProfile({ visitId: 'v-1' }));
    const again = anIxnProfile({ visitId: 'v-2' });
    for (let count = 0; count < 3; count++) await service.engage(again);
    service.clock.advance(seconds(61));
    await service.engage(anIxnProfile({ visitId: 'v-1' }));
    service.clock.advance(seconds(10 * 3_600));
    await service.engage(anIxnProfile());

    const metrics = await Metrics.of(service);

    expect(countsOf(metrics, SUPPRESSIONS, 'reason')).toEqual({
      'quiet-after-decline': 1,
      'dont-ask-again': 1,
      'invitation-cap': 1,
      'quiet-hours': 1,
    });
    expect(metrics.value(SUPPRESSIONS, { reason: 'no-agents' })).toBe(0);
    expect(countsOf(metrics, 'engagement_engages_total', 'result')).toEqual({ started: 2, suppressed: 4, replayed: 2 });
    expect(metrics.value('engagement_attempts_total', { state: 'suppressed', channel: 'chat' })).toBe(4);
    expect(metrics.value('engagement_attempts_total', { state: 'pending', channel: 'chat' })).toBe(2);
  });

  it('have as many reasons as are told apart, whatever whoever knows of agents makes up', async () => {
    const { service, router } = await aServiceThatAsks();

    for (let count = 1; count <= 30; count++) {
      router.says({ invite: false, reason: `queue of ${count}` });
      await service.engage(anIxnProfile({ ruleName: `rule ${count}` }));
    }
    router.says({ invite: false });
    await service.engage(anIxnProfile());

    const metrics = await Metrics.of(service);
    expect(metrics.value(SUPPRESSIONS, { reason: 'queue of 1' })).toBe(1);
    expect(metrics.value(SUPPRESSIONS, { reason: '(other)' })).toBe(10);
    expect(metrics.value(SUPPRESSIONS, { reason: 'no-agents' })).toBe(1);
    expect(metrics.sum(SUPPRESSIONS)).toBe(31);
    expect(metrics.text).not.toContain('rule 1');
  });
});

describe('questions whether there are agents', () => {
  it('are counted by their answers, and timed', async () => {
    const { service, router } = await aServiceThatAsks({ PACING_WHEN_UNAVAILABLE: 'suppress' });

    await service.engage(anIxnProfile());
    router.says({ invite: false });
    await service.engage(anIxnProfile());
    await service.engage(anIxnProfile());
    router.says('no answer', 500);
    for (let count = 0; count < 7; count++) await service.engage(anIxnProfile());

    const metrics = await Metrics.of(service);
    // After five failures in a row it is spared, but for a question a second.
    const { spared, ...asked } = countsOf(metrics, QUESTIONS, 'answer') as Readonly<Record<string, number>>;
    expect(asked).toMatchObject({ invite: 1, suppress: 2 });
    expect((asked['unavailable'] ?? 0) + (spared ?? 0)).toBe(7);
    expect(spared).toBeGreaterThanOrEqual(1);
    expect(metrics.histogram('engagement_pacing_duration_seconds').count).toBe(router.questions.length);
    expect(metrics.value(SUPPRESSIONS, { reason: 'pacing-unavailable' })).toBe(7);
    expect(metrics.value(SUPPRESSIONS, { reason: 'no-agents' })).toBe(2);
  });

  it('are counted as long as they wait, with the engages that wait for them', async () => {
    const { service, router } = await aServiceThatAsks();
    const waiting = async (): Promise<readonly number[]> => {
      const metrics = await Metrics.of(service);
      return [metrics.value('engagement_pacing_questions_waiting'), metrics.value('engagement_engages_waiting')];
    };
    let answer = (): void => undefined;
    router.answer = (response) => {
      answer = () => void response.end('{"invite":true}');
    };

    const engaged = service.engage(anIxnProfile());
    await vi.waitFor(() => expect(router.questions).toHaveLength(1));
    expect(await waiting()).toEqual([1, 1]);
    answer();
    await engaged;

    expect(await waiting()).toEqual([0, 0]);
  });

  it('are not there where nobody is asked', async () => {
    const metrics = await Metrics.of(await aService({}));

    expect([...metrics.families.keys()].filter((name) => name.includes('pacing'))).toEqual([]);
  });
});

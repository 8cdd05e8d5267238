import type { DispositionName } from '#service/contract/index.js';
import type { IxnProfile } from '#service/engagement/index.js';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { anIxnProfile, seconds } from './support/builders.js';
import { EventStream } from './support/event-stream.js';
import { TestFrontend } from './support/frontend.js';
import { type Environment, TestService } from './support/service.js';

const WITHIN = { timeout: 30_000, interval: 10 };

let service: TestService;

afterEach(async () => {
  await service.stop();
});

async function aServiceWith(environment: Environment): Promise<void> {
  service = await TestService.start(environment);
}

const aProfile = (overrides: Partial<IxnProfile> = {}): IxnProfile => anIxnProfile({ visitId: 'v-1', ...overrides });

async function aBrowser(visitId = 'v-1'): Promise<TestFrontend> {
  const browser = await TestFrontend.connect(service, { visitId });
  onTestFinished(() => browser.close());
  return browser;
}

/** An attempt that the visitor has seen and answered. */
async function answered(disposition: DispositionName, beside: object = {}): Promise<string> {
  const { body } = await service.engage(aProfile());
  expect(body.state).toBe('pending');
  const browser = await aBrowser();
  await browser.report({ attemptId: body.attemptId, disposition: 'shown' });
  expect(await browser.report({ attemptId: body.attemptId, disposition, ...beside })).toMatchObject({ ok: true });
  browser.close();
  return body.attemptId;
}

/** What becomes of an engage for the visit: its state, and the reason for it. */
async function engaged(overrides: Partial<IxnProfile> = {}): Promise<string> {
  const { status, body } = await service.engage(aProfile(overrides));
  return [status, body.code ?? body.state, body.reason].filter((part) => part != null).join(' ');
}

describe('a visit that is left alone for a while', () => {
  it('after it has declined is not invited, and then it is', async () => {
    await aServiceWith({ QUIET_AFTER_DECLINE_SECONDS: '60' });
    await answered('declined');

    expect(await engaged()).toBe('200 suppressed quiet-after-decline');
    expect(await engaged({ visitId: 'v-2' })).toBe('200 pending');
    service.clock.advance(seconds(59.999));
    expect(await engaged()).toBe('200 suppressed quiet-after-decline');
    service.clock.advance(1);
    expect(await engaged()).toBe('200 pending');
  });

  it('after it has accepted is not invited, and after a decline it is, where only that is set', async () => {
    await aServiceWith({ QUIET_AFTER_ACCEPTANCE_SECONDS: '60' });
    await answered('declined');
    await answered('accepted');

    expect(await engaged()).toBe('200 suppressed quiet-after-acceptance');
  });

  it('stays so when the service starts anew', async () => {
    await aServiceWith({ QUIET_AFTER_DECLINE_SECONDS: '60' });
    await answered('declined');

    service = await service.restart({ downFor: seconds(30) });

    expect(await engaged()).toBe('200 suppressed quiet-after-decline');
  });
});

describe('a visit that may have two invitations a minute', () => {
  it('has no third one', async () => {
    await aServiceWith({ MAX_INVITATIONS_PER_VISIT: '2/1m' });
    await answered('declined');
    service.clock.advance(seconds(30));
    await answered('accepted');

    expect(await engaged()).toBe('200 suppressed invitation-cap');
    service.clock.advance(seconds(30));
    expect(await engaged()).toBe('200 pending');
  });

  it('has not used up what it has not seen', async () => {
    await aServiceWith({ MAX_INVITATIONS_PER_VISIT: '2/1m' });
    for (let index = 0; index < 5; index++) {
      expect(await engaged()).toBe('200 pending');
      await service.noengage({ visitId: 'v-1' });
    }
  });

  it('has two at once, where several may be', async () => {
    await aServiceWith({ MAX_INVITATIONS_PER_VISIT: '2/1m', VISIT_CONFLICT: 'allow' });

    const states = await Promise.all(Array.from({ length: 10 }, () => engaged()));

    expect(states.filter((state) => state === '200 pending')).toHaveLength(2);
    expect(states.filter((state) => state === '200 suppressed invitation-cap')).toHaveLength(8);
  });

  it('is told so again when the same engage comes again, also when it may have another', async () => {
    await aServiceWith({ MAX_INVITATIONS_PER_VISIT: '1/1m' });
    await answered('declined');
    const profile = aProfile({ ruleName: 'cart' });
    const first = await service.engage(profile);
    service.clock.advance(seconds(61));

    const again = await service.engage(profile);

    expect(first).toMatchObject({ status: 200, body: { state: 'suppressed' } });
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again).toMatchObject({ status: 200, body: first.body, headers: { 'idempotent-replayed': 'true' } });
    expect(await service.engage({ ...profile, ruleName: 'other' })).toMatchObject({
      status: 400,
      body: { code: 'interaction-conflict', attemptId: first.body.attemptId, state: 'suppressed' },
    });
  });
});

describe('quiet hours', () => {
  const NIGHTS = { QUIET_HOURS: '20:00-08:00', QUIET_HOURS_TIME_ZONE: 'Europe/Berlin' };

  it('have nobody invited, by the clocks of their time zone', async () => {
    await aServiceWith(NIGHTS);
    // It is one in the afternoon there.
    expect(await engaged()).toBe('200 pending');
    await service.noengage({ visitId: 'v-1' });

    service.clock.advance(seconds(7 * 3_600 - 1));
    expect(await engaged()).toBe('200 pending');
    await service.noengage({ visitId: 'v-1' });
    service.clock.advance(seconds(1));
    expect(await engaged()).toBe('200 suppressed quiet-hours');
  });

  it('leave alone what has been started before, and what is the strategy’s to know', async () => {
    await aServiceWith({ ...NIGHTS, VISIT_CONFLICT: 'replace' });
    const profile = aProfile({ timeToLive: 86_400 });
    const standing = await service.engage(profile);
    service.clock.advance(seconds(8 * 3_600));

    expect(await service.engage(profile)).toMatchObject({
      body: { attemptId: standing.body.attemptId, state: 'pending' },
      headers: { 'idempotent-replayed': 'true' },
    });
    expect(await engaged()).toBe('200 suppressed quiet-hours');
    expect((await service.get(`attempts/${standing.body.attemptId}`)).body.state).toBe('pending');
    await service.noengage({ interactionId: 'i-1' });
    expect(await engaged({ interactionId: 'i-1' })).toBe('200 cancelled');
  });

  it('come after an active attempt, which the strategy should have known of', async () => {
    await aServiceWith(NIGHTS);
    await service.engage(aProfile({ timeToLive: 86_400 }));
    service.clock.advance(seconds(8 * 3_600));

    expect(await engaged()).toBe('400 visit-engaged');
  });
});

describe('a visitor who does not want to be asked again', () => {
  it('is not, though no rule is set', async () => {
    await aServiceWith({});
    const attemptId = await answered('declined', { dontAskAgain: true });

    expect((await service.get(`attempts/${attemptId}`)).body).toMatchObject({
      state: 'declined',
      reason: 'dont-ask-again',
    });
    expect(await engaged()).toBe('200 suppressed dont-ask-again');
    service = await service.restart({ downFor: seconds(86_400 * 300) });
    expect(await engaged()).toBe('200 suppressed dont-ask-again');
    expect(await engaged({ visitId: 'v-2' })).toBe('200 pending');
  });

  it('may say why', async () => {
    await aServiceWith({});
    const attemptId = await answered('declined', { dontAskAgain: true, detail: 'leave me alone' });

    expect((await service.get(`attempts/${attemptId}`)).body.reason).toBe('leave me alone');
    expect(await engaged()).toBe('200 suppressed dont-ask-again');
  });

  it('is asked again after a mere decline', async () => {
    await aServiceWith({});
    await answered('declined', { dontAskAgain: false });

    expect(await engaged()).toBe('200 pending');
  });

  it('sees nothing more of what else is active for the visit', async () => {
    await aServiceWith({ VISIT_CONFLICT: 'allow' });
    const [first, second] = [await service.engage(aProfile()), await service.engage(aProfile())];
    const [browser, other] = [await aBrowser(), await aBrowser()];

    await browser.report({ attemptId: first.body.attemptId, disposition: 'declined', dontAskAgain: true });

    const closed = { attemptId: second.body.attemptId, state: 'cancelled', reason: 'dont-ask-again' };
    expect(await browser.closings.next()).toMatchObject(closed);
    const closings = [await other.closings.next(), await other.closings.next()];
    expect(closings).toEqual([
      expect.objectContaining(closed),
      expect.objectContaining({ attemptId: first.body.attemptId, state: 'declined', reason: 'dont-ask-again' }),
    ]);
    const { body } = await service.get(`attempts/${second.body.attemptId}`);
    expect(body.transitions.at(-1)).toMatchObject({ state: 'cancelled', by: 'visitor', reason: 'dont-ask-again' });
  });

  it('is heard also when another page was faster', async () => {
    await aServiceWith({});
    const { body } = await service.engage(aProfile());
    const [fast, slow] = [await aBrowser(), await aBrowser()];
    await fast.report({ attemptId: body.attemptId, disposition: 'declined' });

    expect(await slow.report({ attemptId: body.attemptId, disposition: 'declined', dontAskAgain: true })).toMatchObject(
      { ok: false, problem: { code: 'attempt-ended' } },
    );

    expect(await engaged()).toBe('200 suppressed dont-ask-again');
  });

  it('speaks for their own visit only', async () => {
    await aServiceWith({});
    const { body } = await service.engage(aProfile());
    const stranger = await aBrowser('v-2');

    expect(
      await stranger.report({ attemptId: body.attemptId, disposition: 'declined', dontAskAgain: true }),
    ).toMatchObject({ ok: false, problem: { code: 'attempt-not-found' } });

    await service.noengage({ visitId: 'v-1' });
    expect([await engaged(), await engaged({ visitId: 'v-2' })]).toEqual(['200 pending', '200 pending']);
  });

  it('says so with a decline, and with nothing else', async () => {
    await aServiceWith({});
    const { body } = await service.engage(aProfile());
    const browser = await aBrowser();

    expect(
      await browser.report({ attemptId: body.attemptId, disposition: 'accepted', dontAskAgain: true }),
    ).toMatchObject({ ok: false, problem: { code: 'validation-failed', errors: [{ pointer: '/dontAskAgain' }] } });
    await service.noengage({ visitId: 'v-1' });
    expect(await engaged()).toBe('200 pending');
  });

  it('is forgotten when the attempt is', async () => {
    await aServiceWith({ RETENTION_DAYS: '1' });
    const attemptId = await answered('declined', { dontAskAgain: true });

    service.clock.advance(seconds(2 * 86_400));

    await vi.waitFor(async () => expect((await service.get(`attempts/${attemptId}`)).status).toBe(404), WITHIN);
    expect(await engaged()).toBe('200 pending');
  });
});

describe('an attempt that is suppressed', () => {
  const RULES = { QUIET_AFTER_DECLINE_SECONDS: '60' };

  it('is on record like any other', async () => {
    await aServiceWith(RULES);
    await answered('declined');
    const profile = aProfile({ data: { cartTotal: 129.9 }, invitation: { title: 'Hello' }, channel: 'callback' });

    const { body } = await service.engage(profile);

    expect(body).toMatchObject({
      interactionId: profile.interactionId,
      visitId: 'v-1',
      channel: 'callback',
      state: 'suppressed',
      reason: 'quiet-after-decline',
      createdAt: '2026-01-31T12:00:00.000Z',
      endedAt: '2026-01-31T12:00:00.000Z',
    });
    expect((await service.get(`attempts/${body.attemptId}`)).body).toEqual({
      ...body,
      invitation: { title: 'Hello', displaySeconds: 60 },
      data: { cartTotal: 129.9 },
      clientData: null,
      transitions: [
        {
          state: 'suppressed',
          at: '2026-01-31T12:00:00.000Z',
          by: 'gateway',
          actor: null,
          reason: 'quiet-after-decline',
        },
      ],
    });
    expect((await service.get('attempts?state=suppressed')).body.attempts).toEqual([body]);
  });

  it('cannot be cancelled: it has ended', async () => {
    await aServiceWith(RULES);
    await answered('declined');
    const { body } = await service.engage(aProfile());

    expect(await service.noengage({ interactionId: body.interactionId })).toMatchObject({
      status: 400,
      body: { code: 'attempt-ended', state: 'suppressed', attemptId: body.attemptId },
    });
    expect((await service.noengage({ visitId: 'v-1' })).body).toMatchObject({ attemptId: null, state: null });
  });

  it('is told to strategies that follow outcomes, and to one that waits', async () => {
    await aServiceWith(RULES);
    await answered('declined');
    const stream = await EventStream.open(`${service.url}/backend/data/gateway/outcomes`);

    const { body } = await service.engage(aProfile({ data: { cartTotal: 129.9 } }));

    await vi.waitFor(() => expect(stream.events).toHaveLength(1), { timeout: 500, interval: 5 });
    expect(stream.events[0]).toMatchObject({
      event: 'engagement.suppressed',
      data: {
        type: 'engagement.suppressed',
        data: {
          ...body,
          sequence: 0,
          by: 'gateway',
          reason: 'quiet-after-decline',
          data: { cartTotal: 129.9 },
        },
      },
    });
    stream.close();
    const begun = performance.now();
    expect((await service.get(`attempts/${body.attemptId}?waitFor=ended&timeout=30`)).body.state).toBe('suppressed');
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('is nothing to browsers: neither those that are there nor those that come', async () => {
    await aServiceWith({ ...RULES, VISIT_CONFLICT: 'allow' });
    await answered('declined');
    const browser = await aBrowser();

    const { body } = await service.engage(aProfile());
    expect(body.state).toBe('suppressed');
    // Longer than it takes the sweep to send again what no page has confirmed.
    service.clock.advance(seconds(2));
    const late = await aBrowser();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    for (const frontend of [browser, late]) {
      await frontend.caughtUp();
      expect([...frontend.invitations.all, ...frontend.closings.all]).toEqual([]);
    }

    expect(await browser.report({ attemptId: body.attemptId, disposition: 'shown' })).toMatchObject({
      ok: false,
      problem: { code: 'attempt-ended', state: 'suppressed' },
    });
  });
});

import type { ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import type { IxnProfile } from '#service/engagement/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anIxnProfile, seconds } from './support/builders.js';
import { TestFrontend } from './support/frontend.js';
import { Router } from './support/router.js';
import { type Environment, TestService } from './support/service.js';

let router: Router;
let service: TestService;

beforeEach(async () => {
  router = await Router.start();
});

afterEach(async () => {
  await service.stop();
  await router.stop();
});

async function aServiceThatAsks(environment: Environment = {}): Promise<void> {
  service = await TestService.start({
    ...router.settings(),
    PACING_TIMEOUT_MILLISECONDS: '300',
    ...environment,
  });
}

async function engaged(overrides: Partial<IxnProfile> = {}): Promise<string> {
  const { status, body } = await service.engage(anIxnProfile(overrides));
  return [status, body.code ?? body.state, body.reason].filter((part) => part != null).join(' ');
}

describe('a service that asks whether there are agents', () => {
  it('tells what a router needs to know, and nothing of what is attached', async () => {
    await aServiceThatAsks();

    const { body } = await service.engage({
      interactionId: 'i-1',
      visitId: 'v-1',
      pageId: 'p-1',
      channel: 'callback',
      language: 'de',
      ruleName: 'cart',
      data: { card: '4111' },
      clientData: { theme: 'winter' },
    });
    await service.engage({ interactionId: 'i-2', visitId: 'v-2' });

    expect(body.state).toBe('pending');
    expect(router.questions).toMatchObject([
      {
        method: 'POST',
        path: '/may-invite?site=shop',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
      },
      {},
    ]);
    expect(router.questions.map((question) => question.body)).toEqual([
      { interactionId: 'i-1', visitId: 'v-1', channel: 'callback', language: 'de', ruleName: 'cart' },
      { interactionId: 'i-2', visitId: 'v-2', channel: 'chat', language: null, ruleName: null },
    ]);
    expect(router.questions[0]?.headers).not.toHaveProperty('authorization');
  });

  it('shows its token, where it has one', async () => {
    await aServiceThatAsks({ PACING_TOKEN: 'n4Gq8sVw2kYt6zRb0cXm5f' });

    await engaged();

    expect(router.questions[0]?.headers.authorization).toBe('Bearer n4Gq8sVw2kYt6zRb0cXm5f');
  });

  it('invites nobody when there are none, and says why', async () => {
    await aServiceThatAsks();
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' });

    router.says({ invite: false });
    expect(await engaged({ visitId: 'v-1' })).toBe('200 suppressed no-agents');
    router.says({ invite: false, reason: 'queue-of-40' });
    expect(await engaged({ visitId: 'v-1' })).toBe('200 suppressed queue-of-40');
    await browser.caughtUp();
    expect([...browser.invitations.all, ...browser.closings.all]).toEqual([]);

    router.says({ invite: true });
    expect(await engaged({ visitId: 'v-1' })).toBe('200 pending');
    expect(await browser.invitations.next()).toMatchObject({ visitId: 'v-1' });
    browser.close();
  });

  it('asks once about an engage that comes again, whatever has been answered', async () => {
    await aServiceThatAsks();
    const [invited, refused] = [anIxnProfile(), anIxnProfile()];
    await service.engage(invited);
    router.says({ invite: false });
    const first = await service.engage(refused);
    router.says({ invite: true });

    expect(await service.engage(invited)).toMatchObject({
      body: { state: 'pending' },
      headers: { 'idempotent-replayed': 'true' },
    });
    expect(await service.engage(refused)).toMatchObject({
      body: first.body,
      headers: { 'idempotent-replayed': 'true' },
    });
    expect(await service.engage({ ...refused, ruleName: 'other' })).toMatchObject({ status: 400 });
    expect(router.questions).toHaveLength(2);
  });

  it('asks when nothing else stops an engage, and not before', async () => {
    await aServiceThatAsks({
      QUIET_AFTER_DECLINE_SECONDS: '60',
      QUIET_HOURS: '20:00-08:00',
      QUIET_HOURS_TIME_ZONE: 'UTC',
    });
    await service.noengage({ interactionId: 'i-1' });
    expect(await engaged({ interactionId: 'i-1' })).toBe('200 cancelled');
    expect(router.questions).toHaveLength(0);

    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    expect(await engaged({ visitId: 'v-1' })).toBe('400 visit-engaged');
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' });
    await browser.report({ attemptId: body.attemptId, disposition: 'declined' });
    browser.close();
    expect(await engaged({ visitId: 'v-1' })).toBe('200 suppressed quiet-after-decline');
    service.clock.advance(seconds(10 * 3_600));
    expect(await engaged({ visitId: 'v-1' })).toBe('200 suppressed quiet-hours');
    expect(router.questions).toHaveLength(1);
  });

  it('leaves standing what would be replaced, until it is answered that there are agents', async () => {
    await aServiceThatAsks({ VISIT_CONFLICT: 'replace' });
    const standing = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    const stateOfStanding = async (): Promise<string> =>
      (await service.get(`attempts/${standing.body.attemptId}`)).body.state;

    router.says({ invite: false });
    expect(await engaged({ visitId: 'v-1' })).toBe('200 suppressed no-agents');
    expect(await stateOfStanding()).toBe('pending');

    router.says({ invite: true });
    expect(await engaged({ visitId: 'v-1' })).toBe('200 pending');
    expect(await stateOfStanding()).toBe('cancelled');
  });

  it('starts an attempt when it is answered: the time to be shown in begins then', async () => {
    await aServiceThatAsks();
    router.answer = (response) => {
      service.clock.advance(seconds(9));
      response.end('{"invite":true}');
    };

    const { body } = await service.engage(anIxnProfile({ timeToLive: 60 }));

    expect(body).toMatchObject({ createdAt: '2026-01-31T12:00:09.000Z', expiresAt: '2026-01-31T12:01:09.000Z' });
    expect((await service.get(`attempts/${body.attemptId}`)).body.transitions).toMatchObject([
      { state: 'pending', at: '2026-01-31T12:00:09.000Z' },
    ]);
  });

  it('starts one of the engages for a visit that wait for an answer together', async () => {
    await aServiceThatAsks();
    const held: (() => void)[] = [];
    router.answer = (response) => {
      held.push(() => response.end('{"invite":true}'));
      if (held.length === 5) for (const answer of held) answer();
    };

    const states = await Promise.all(Array.from({ length: 5 }, () => engaged({ visitId: 'v-1' })));

    expect(states.toSorted()).toEqual(['200 pending', ...Array.from({ length: 4 }, () => '400 visit-engaged')]);
  });

  it('takes a cancellation that comes while it asks', async () => {
    await aServiceThatAsks();
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      router.answer = (response) => {
        answer = () => void response.end('{"invite":true}');
        resolve();
      };
    });
    const engage = engaged({ interactionId: 'i-1' });
    await asked;

    expect((await service.noengage({ interactionId: 'i-1' })).body.state).toBe('cancelled');
    answer();

    expect(await engage).toBe('200 cancelled');
  });
});

const BAD_ANSWERS: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ['is an error', (response) => response.writeHead(500).end('{"invite":false}')],
  ['is no JSON', (response) => response.end('yes')],
  ['says nothing', (response) => response.end()],
  ['says something else', (response) => response.end('{"invite":"maybe"}')],
  ['has a reason that is none', (response) => response.end('{"invite":false,"reason":{"why":"so"}}')],
  ['breaks off', (response) => void response.write('{"invite":', () => response.destroy())],
  ['never comes', () => undefined],
  ['never ends', (response) => void response.write('{"invite":true')],
  [
    'is endless',
    (response) => {
      const send = (): void => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(send));
      };
      send();
    },
  ],
];

describe('an answer that cannot be understood', () => {
  it.each([
    ['invite', '200 pending'],
    ['suppress', '200 suppressed pacing-unavailable'],
  ])('has what the deployer wants come of each engage: %s', async (wanted, outcome) => {
    await aServiceThatAsks({ PACING_WHEN_UNAVAILABLE: wanted });

    for (const [what, answer] of BAD_ANSWERS) {
      router.answer = answer;
      const begun = performance.now();
      expect(await engaged(), `an answer that ${what}`).toBe(outcome);
      expect(performance.now() - begun, `an answer that ${what}`).toBeLessThan(3_000);
      // One that is understood, so that the next is asked too.
      router.says({ invite: true });
      expect(await engaged()).toBe('200 pending');
    }
    expect(router.questions).toHaveLength(2 * BAD_ANSWERS.length);
  });
});

describe('a redirect', () => {
  it('is not followed, and no answer', async () => {
    await aServiceThatAsks({ PACING_WHEN_UNAVAILABLE: 'suppress', PACING_TOKEN: '0123456789abcdef' });
    const elsewhere = await Router.start();
    router.says('', 307, { location: elsewhere.url });

    expect(await engaged()).toBe('200 suppressed pacing-unavailable');
    expect(elsewhere.questions).toEqual([]);
    await elsewhere.stop();
  });
});

describe('a router on a network that may not be called', () => {
  it('is not called', async () => {
    await aServiceThatAsks({
      PACING_URL: `http://${hostname()}:${router.port}/may-invite`,
      PACING_WHEN_UNAVAILABLE: 'suppress',
      OUTGOING_NETWORKS: '192.0.2.0/24',
    });

    expect(await engaged()).toBe('200 suppressed pacing-unavailable');
    expect(router.questions).toEqual([]);
  });
});

describe('a router that does not answer any more', () => {
  it('costs its time limit few engages, and is asked again when it is back', async () => {
    await aServiceThatAsks({ PACING_WHEN_UNAVAILABLE: 'suppress', PACING_TIMEOUT_MILLISECONDS: '200' });
    router.answer = () => undefined;
    for (let index = 0; index < 5; index++) await engaged();

    const begun = performance.now();
    const states = [];
    for (let index = 0; index < 20; index++) states.push(await engaged());
    expect(new Set(states)).toEqual(new Set(['200 suppressed pacing-unavailable']));
    // One or the other may have been asked meanwhile.
    expect(performance.now() - begun).toBeLessThan(10 * 200);
    expect(router.questions.length).toBeLessThanOrEqual(8);

    router.says({ invite: true });
    await expect.poll(() => engaged(), { timeout: 5_000, interval: 50 }).toBe('200 pending');
    expect(await engaged()).toBe('200 pending');
  });

  it('is asked by no more than so many at once, and nobody waits longer than the limit', async () => {
    await aServiceThatAsks({ PACING_WHEN_UNAVAILABLE: 'suppress' });
    let [open, most] = [0, 0];
    router.answer = (response) => {
      most = Math.max(most, ++open);
      response.on('close', () => open--);
    };
    const begun = performance.now();

    const states = await Promise.all(Array.from({ length: 200 }, () => engaged()));

    expect(new Set(states)).toEqual(new Set(['200 suppressed pacing-unavailable']));
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(most).toBeLessThanOrEqual(32);
  });

  it('keeps no strategy waiting for the rest of its work', async () => {
    await aServiceThatAsks();
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    router.answer = () => undefined;
    const waiting = Array.from({ length: 50 }, () => engaged());
    const begun = performance.now();

    expect((await service.noengage({ interactionId: body.interactionId })).status).toBe(200);
    expect((await service.get(`attempts/${body.attemptId}`)).status).toBe(200);

    expect(performance.now() - begun).toBeLessThan(280);
    await Promise.all(waiting);
  });
});

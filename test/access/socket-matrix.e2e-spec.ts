import { UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anIxnProfile, seconds } from '../support/builders.js';
import { API_KEY, aVisitToken, bearer, FRONTEND_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { TestFrontend } from '../support/frontend.js';
import { TestService } from '../support/service.js';

/** Every event by everybody: what each is answered is written down here. */

let service: TestService;
let frontends: TestFrontend[];

beforeAll(async () => {
  service = await TestService.start({ ...WITH_CREDENTIALS, MAX_FAILED_AUTHENTICATIONS_PER_MINUTE: '10000' });
});

afterAll(async () => {
  await service.stop();
});

beforeEach(() => {
  frontends = [];
});

afterEach(() => {
  for (const frontend of frontends) frontend.close();
});

async function connected(auth: object): Promise<TestFrontend> {
  const frontend = await TestFrontend.connect(service, auth);
  frontends.push(frontend);
  return frontend;
}

const tokenOf = (visitId: string): Promise<string> => aVisitToken(service.clock.now(), { sub: visitId });

const inSeconds = (count: number): number => Math.floor(service.clock.now() / 1000) + count;

/** The code of what a handshake is refused with; `connected` for one that is not. */
async function verdictOn(auth: object): Promise<unknown> {
  try {
    await connected(auth);
    return 'connected';
  } catch (error) {
    return (error as { data?: { code: string } }).data?.code;
  }
}

describe('a handshake', () => {
  const now = (): number => service.clock.now();

  it.each<readonly [string, () => Promise<object>, string]>([
    ['nothing', async () => ({}), 'not-authenticated'],
    ['a visit, as in open mode', async () => ({ visitId: 'v-1' }), 'not-authenticated'],
    ['a visit and a page', async () => ({ visitId: 'v-1', pageId: 'p-1' }), 'not-authenticated'],
    ['a token', async () => ({ token: await tokenOf('v-1') }), 'connected'],
    ['a token and a page', async () => ({ token: await tokenOf('v-1'), pageId: 'p-1' }), 'connected'],
    ['a token and its visit', async () => ({ token: await tokenOf('v-1'), visitId: 'v-1' }), 'connected'],
    ['a token and another visit', async () => ({ token: await tokenOf('v-1'), visitId: 'v-2' }), 'forbidden-visit'],
    ['an expired token', async () => ({ token: await aVisitToken(now(), { exp: inSeconds(-10) }) }), 'token-expired'],
    [
      'a token that is not valid yet',
      async () => ({ token: await aVisitToken(now(), { nbf: inSeconds(60) }) }),
      'not-authenticated',
    ],
    [
      'a token for somebody else',
      async () => ({ token: await aVisitToken(now(), { aud: 'shop' }) }),
      'not-authenticated',
    ],
    [
      'a token signed with another secret',
      async () => ({ token: await aVisitToken(now(), {}, { secret: 'another secret of more than 32 characters' }) }),
      'not-authenticated',
    ],
    [
      'a token that nobody signed',
      async () => ({ token: new UnsecuredJWT({ sub: 'v-1', exp: inSeconds(60) }).encode() }),
      'not-authenticated',
    ],
    ['an API key as a token', async () => ({ token: API_KEY }), 'not-authenticated'],
    ['the key of a Frontend Server', async () => ({ key: FRONTEND_KEY }), 'connected'],
    ['a wrong key', async () => ({ key: '0123456789abcdef01' }), 'not-authenticated'],
    ['an API key', async () => ({ key: API_KEY }), 'not-authenticated'],
    ['a token as a key', async () => ({ key: await tokenOf('v-1') }), 'not-authenticated'],
    ['a wrong token beside a right key', async () => ({ token: 'a.b.c', key: FRONTEND_KEY }), 'not-authenticated'],
    ['a token that is no text', async () => ({ token: 7 }), 'validation-failed'],
    ['a key that is no text', async () => ({ key: [FRONTEND_KEY] }), 'validation-failed'],
    ['more than is known', async () => ({ token: await tokenOf('v-1'), admin: true }), 'validation-failed'],
  ])('with %s', async (_, auth, expected) => {
    expect(await verdictOn(await auth())).toBe(expected);
  });

  it('with a token that a page’s own backend had made here', async () => {
    const { body } = await service.post('visit-tokens', { visitId: 'v-7', pageId: 'p-7' }, bearer(FRONTEND_KEY));
    const browser = await connected({ token: body.token });

    await service.engage(anIxnProfile({ visitId: 'v-7', pageId: 'p-7' }), bearer(API_KEY));

    expect(await browser.invitations.next()).toMatchObject({ visitId: 'v-7', pageId: 'p-7' });
  });
});

/** What a reply says: `ok`, or the code of the refusal. */
const verdict = (reply: { ok: boolean; problem?: { code: string } }): string =>
  reply.ok ? 'ok' : String(reply.problem?.code);

describe('an attempt', () => {
  const REPORTERS = {
    'its own visit’s browser': async () => ({ token: await tokenOf('own') }),
    'another visit’s browser': async () => ({ token: await tokenOf('other') }),
    'a Frontend Server': async () => ({ key: FRONTEND_KEY }),
  } as const;

  it.each([
    ['its own visit’s browser', 'ok'],
    ['another visit’s browser', 'attempt-not-found'],
    ['a Frontend Server', 'ok'],
  ] as const)('answered by %s: %s', async (who, expected) => {
    for (const disposition of ['delivered', 'shown', 'accepted', 'declined', 'failed'] as const) {
      const { body } = await service.engage(anIxnProfile({ visitId: 'own' }), bearer(API_KEY));
      const frontend = await connected(await REPORTERS[who]());

      expect(verdict(await frontend.report({ attemptId: body.attemptId, disposition }))).toBe(expected);

      const { body: after } = await service.get(`attempts/${body.attemptId}`, bearer(API_KEY));
      expect(after.state).toBe(expected === 'ok' ? disposition : 'pending');
      await service.noengage({ visitId: 'own' }, bearer(API_KEY));
    }
  });

  it('is not seen by another visit’s browser, nor its close', async () => {
    const [own, other] = [
      await connected({ token: await tokenOf('own') }),
      await connected({ token: await tokenOf('other') }),
    ];

    await service.engage(anIxnProfile({ visitId: 'own' }), bearer(API_KEY));
    await service.noengage({ visitId: 'own' }, bearer(API_KEY));
    await own.closings.next();
    await other.caughtUp();

    expect([other.invitations.all, other.closings.all]).toEqual([[], []]);
  });

  it('answers a guess like an attempt that does not exist: in words and in kind', async () => {
    const { body } = await service.engage(anIxnProfile({ visitId: 'own' }), bearer(API_KEY));
    const other = await connected({ token: await tokenOf('other') });
    const guess = body.attemptId.replace(/.$/, (last: string) => (last === '0' ? '1' : '0'));

    const [real, made] = [
      await other.report({ attemptId: body.attemptId, disposition: 'accepted' }),
      await other.report({ attemptId: guess, disposition: 'accepted' }),
    ];

    expect(JSON.stringify(real).replaceAll(body.attemptId, 'it')).toBe(JSON.stringify(made).replaceAll(guess, 'it'));
    await service.noengage({ visitId: 'own' }, bearer(API_KEY));
  });

  it('answered by a Frontend Server tells which one in the audit trail', async () => {
    const { body } = await service.engage(anIxnProfile({ visitId: 'own' }), bearer(API_KEY));
    const server = await connected({ key: FRONTEND_KEY });
    await server.report({ attemptId: body.attemptId, disposition: 'accepted' });

    const { body: details } = await service.get(`attempts/${body.attemptId}`, bearer(API_KEY));

    expect(details.transitions.at(-1)).toMatchObject({ state: 'accepted', by: 'visitor', actor: 'website' });
  });
});

describe('an event', () => {
  const EVENTS: readonly (readonly [string, (frontend: TestFrontend) => Promise<string>])[] = [
    ['join of its own visit', async (frontend) => verdict(await frontend.join({ visitId: 'own', pageId: 'p-2' }))],
    ['join of its own visit without a page', async (frontend) => verdict(await frontend.join({ visitId: 'own' }))],
    ['join of another visit', async (frontend) => verdict(await frontend.join({ visitId: 'another', pageId: 'p-2' }))],
    ['leave of its own visit', async (frontend) => verdict(await frontend.leave({ visitId: 'own' }))],
    ['leave of another visit', async (frontend) => verdict(await frontend.leave({ visitId: 'another' }))],
    [
      'report of an attempt that is none',
      async (frontend) => verdict(await frontend.report({ attemptId: 'a', disposition: 'shown' })),
    ],
    ['renewal by its own visit’s token', async (frontend) => verdict(await frontend.renew(await tokenOf('own')))],
    ['renewal by another visit’s token', async (frontend) => verdict(await frontend.renew(await tokenOf('another')))],
    [
      'renewal by an expired token',
      async (frontend) =>
        verdict(await frontend.renew(await aVisitToken(service.clock.now(), { sub: 'own', exp: inSeconds(-10) }))),
    ],
    ['renewal by no token', async (frontend) => verdict(await frontend.renew('a.b.c'))],
    ['event that is not known', async (frontend) => verdict(await frontend.send('engage', {}))],
  ];

  const EXPECTED = {
    browser: [
      'ok',
      'validation-failed',
      'forbidden-visit',
      'forbidden-visit',
      'forbidden-visit',
      'attempt-not-found',
      'ok',
      'forbidden-visit',
      'token-expired',
      'not-authenticated',
      'unknown-event',
    ],
    'Frontend Server': [
      'ok',
      'ok',
      'ok',
      'ok',
      'ok',
      'attempt-not-found',
      'forbidden-visit',
      'forbidden-visit',
      'token-expired',
      'not-authenticated',
      'unknown-event',
    ],
  } as const;

  it.each(EVENTS.map(([name, send], index) => [name, send, EXPECTED.browser[index]] as const))(
    'of a browser: %s',
    async (_, send, expected) => {
      expect(await send(await connected({ token: await tokenOf('own') }))).toBe(expected);
    },
  );

  it.each(EVENTS.map(([name, send], index) => [name, send, EXPECTED['Frontend Server'][index]] as const))(
    'of a Frontend Server: %s',
    async (_, send, expected) => {
      expect(await send(await connected({ key: FRONTEND_KEY }))).toBe(expected);
    },
  );
});

describe('a token that runs out', () => {
  it('is told of in time, and the connection is closed when it has expired', async () => {
    const browser = await connected({ token: await aVisitToken(service.clock.now(), { exp: inSeconds(40) }) });
    await browser.caughtUp();
    expect(browser.tokenNews.all).toEqual([]);

    service.clock.advance(seconds(14));
    expect(await browser.tokenNews.next()).toMatch(/^expiring in (29|30)$/);

    service.clock.advance(seconds(30));
    expect(await browser.tokenNews.next()).toBe('expired, 0 left');
    expect(await browser.disconnections.next()).toBe('io server disconnect');
  });

  it('can be renewed: the connection and its invitation stay', async () => {
    const browser = await connected({ token: await aVisitToken(service.clock.now(), { exp: inSeconds(20) }) });
    await browser.tokenNews.next();

    expect(await browser.renew(await aVisitToken(service.clock.now(), { exp: inSeconds(600) }))).toEqual({ ok: true });
    service.clock.advance(seconds(60));
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }), bearer(API_KEY));

    expect(await browser.invitations.next()).toMatchObject({ attemptId: body.attemptId });
    expect(browser.disconnections.all).toEqual([]);
    await service.noengage({ visitId: 'v-1' }, bearer(API_KEY));
  });

  it('loses no invitation when a new connection takes its place', async () => {
    const browser = await connected({ token: await aVisitToken(service.clock.now(), { exp: inSeconds(20) }) });
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }), bearer(API_KEY));
    await browser.invitations.next();
    await browser.report({ attemptId: body.attemptId, disposition: 'shown' });
    service.clock.advance(seconds(30));
    await browser.disconnections.next();

    const again = await connected({ token: await aVisitToken(service.clock.now()) });

    expect(await again.invitations.next()).toMatchObject({ attemptId: body.attemptId, state: 'shown' });
    await service.noengage({ visitId: 'v-1' }, bearer(API_KEY));
  });
});

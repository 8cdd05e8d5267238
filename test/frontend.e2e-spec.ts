import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aNewAttempt, anIxnProfile, seconds, under } from './support/builders.js';
import { TestFrontend } from './support/frontend.js';
import { TestService } from './support/service.js';

let service: TestService;
let frontends: TestFrontend[];

beforeEach(async () => {
  service = await TestService.start();
  frontends = [];
});

afterEach(async () => {
  for (const frontend of frontends) frontend.close();
  await service.stop();
});

async function aBrowser(visitId: string, pageId?: string): Promise<TestFrontend> {
  return connected({ visitId, ...(pageId !== undefined && { pageId }) });
}

async function aFrontendServer(): Promise<TestFrontend> {
  return connected({ key: 'any, in open mode' });
}

async function connected(auth: object): Promise<TestFrontend> {
  const frontend = await TestFrontend.connect(service, auth);
  frontends.push(frontend);
  return frontend;
}

async function stateOf(attemptId: string): Promise<string> {
  return (await service.get(`attempts/${attemptId}`)).body.state;
}

describe('a browser', () => {
  it('is invited with what a page needs to show, and nothing that is not for it', async () => {
    const browser = await aBrowser('v-1', 'p-1');

    const { body } = await service.engage({
      interactionId: 'i-1',
      visitId: 'v-1',
      language: 'en',
      ruleName: 'secret rule',
      invitation: { title: 'Hello', displaySeconds: 30, url: 'https://www.example.com/chat' },
      data: { secret: true },
      clientData: { theme: 'winter' },
      timeToLive: 120,
    });

    expect(await browser.invitations.next()).toEqual({
      attemptId: body.attemptId,
      interactionId: 'i-1',
      visitId: 'v-1',
      pageId: null,
      channel: 'chat',
      language: 'en',
      state: 'pending',
      invitation: { title: 'Hello', displaySeconds: 30, url: 'https://www.example.com/chat' },
      clientData: { theme: 'winter' },
      remainingSeconds: 120,
    });
  });

  it('is not invited for another visit', async () => {
    const browser = await aBrowser('v-1');

    await service.engage(anIxnProfile({ visitId: 'v-2' }));

    await browser.caughtUp();
    expect(browser.invitations.all).toEqual([]);
  });

  it('that connects later gets what is active, with the seconds that are left', async () => {
    await service.engage(anIxnProfile({ visitId: 'v-1', timeToLive: 60 }));
    service.clock.advance(seconds(20));

    const browser = await aBrowser('v-1');

    expect(await browser.invitations.next()).toMatchObject({ state: 'pending', remainingSeconds: 40 });
  });

  it('that reloads while it shows an invitation gets it again, with what is left of its display', async () => {
    const before = await aBrowser('v-1');
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1', invitation: { displaySeconds: 30 } }));
    await before.report({ attemptId: body.attemptId, disposition: 'shown' });
    before.close();
    service.clock.advance(seconds(10));

    const after = await aBrowser('v-1');

    expect(await after.invitations.next()).toMatchObject({ state: 'shown', remainingSeconds: 20 });
  });

  it('gets nothing whose deadline has passed, though no sweep has come by', async () => {
    await service.engage(anIxnProfile({ visitId: 'v-1', timeToLive: 1 }));
    service.clock.advance(seconds(1));

    const browser = await aBrowser('v-1');

    await browser.caughtUp();
    expect(browser.invitations.all).toEqual([]);
  });

  it('cannot answer the attempt of another visit, nor tell that there is one', async () => {
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    const stranger = await aBrowser('v-2');

    const foreign = await stranger.report({ attemptId: body.attemptId, disposition: 'accepted' });
    const unknown = await stranger.report({ attemptId: 'no-such-attempt', disposition: 'accepted' });

    expect(foreign).toMatchObject({ ok: false, problem: { code: 'attempt-not-found', status: 404 } });
    expect(unknown).toMatchObject({ ok: false, problem: { code: 'attempt-not-found', status: 404 } });
    expect(await stateOf(body.attemptId)).toBe('pending');
  });

  it('cannot join another visit', async () => {
    const browser = await aBrowser('v-1');

    expect(await browser.join({ visitId: 'v-2' })).toMatchObject({ ok: false, problem: { code: 'forbidden-visit' } });
    expect(await browser.join({ visitId: 'v-1' })).toMatchObject({ problem: { errors: [{ pointer: '/pageId' }] } });
  });

  it('finds nothing in the root namespace', async () => {
    await expect(TestFrontend.connect(service, { visitId: 'v-1' }, {}, '/')).rejects.toThrow('connect to /frontend');
  });

  it('without a visit is not let in', async () => {
    await expect(TestFrontend.connect(service, {})).rejects.toMatchObject({ data: { code: 'not-authenticated' } });
    await expect(TestFrontend.connect(service, { visitId: 7 })).rejects.toMatchObject({
      data: { code: 'validation-failed', errors: [{ pointer: '/visitId' }] },
    });
  });
});

describe('an invitation for one page of a visit', () => {
  it('reaches that page only', async () => {
    const [wanted, other] = [await aBrowser('v-1', 'p-1'), await aBrowser('v-1', 'p-2')];

    await service.engage(anIxnProfile({ visitId: 'v-1', pageId: 'p-1' }));

    expect(await wanted.invitations.next()).toMatchObject({ pageId: 'p-1' });
    await other.caughtUp();
    expect(other.invitations.all).toEqual([]);
  });

  it('is there when that page connects, and not when another does', async () => {
    await service.engage(anIxnProfile({ visitId: 'v-1', pageId: 'p-1' }));
    const [wanted, other] = [await aBrowser('v-1', 'p-1'), await aBrowser('v-1', 'p-2')];

    expect(await wanted.invitations.next()).toMatchObject({ pageId: 'p-1' });
    await other.caughtUp();
    expect(other.invitations.all).toEqual([]);
  });

  it('reaches a single-page site that navigates to it, and not when it has navigated on', async () => {
    const browser = await aBrowser('v-1', 'p-1');
    await service.engage(anIxnProfile({ visitId: 'v-1', pageId: 'p-2' }));

    expect(await browser.join({ visitId: 'v-1', pageId: 'p-2' })).toEqual({ ok: true });
    expect(await browser.invitations.next()).toMatchObject({ pageId: 'p-2' });

    await service.noengage({ visitId: 'v-1' });
    await browser.join({ visitId: 'v-1', pageId: 'p-3' });
    await service.engage(anIxnProfile({ visitId: 'v-1', pageId: 'p-2' }));
    await browser.caughtUp();
    expect(browser.invitations.all).toEqual([]);
  });
});

describe('a visitor with two pages', () => {
  it('sees the invitation in both; the first answer wins and closes the other', async () => {
    const [first, second] = [await aBrowser('v-1', 'p-1'), await aBrowser('v-1', 'p-2')];
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    const { attemptId } = await first.invitations.next();
    expect(await second.invitations.next()).toMatchObject({ attemptId });

    const won = await first.report({ attemptId, disposition: 'accepted', dispositionId: 'd-1' });
    const lost = await second.report({ attemptId, disposition: 'accepted', dispositionId: 'd-2' });

    expect(won).toEqual({ ok: true, state: 'accepted' });
    expect(lost).toMatchObject({ ok: false, problem: { code: 'attempt-ended', state: 'accepted', status: 400 } });
    expect(await second.closings.next()).toEqual({ attemptId, visitId: 'v-1', state: 'accepted', reason: null });
    await first.caughtUp();
    expect(first.closings.all).toEqual([]);
    expect(await stateOf(body.attemptId)).toBe('accepted');
  });

  it('is told ok in exactly one of them when both accept at the same time', async () => {
    for (let round = 0; round < 20; round++) {
      const visitId = `v-${round}`;
      const pages = [await aBrowser(visitId, 'p-1'), await aBrowser(visitId, 'p-2')];
      const { body } = await service.engage(anIxnProfile({ visitId }));

      const replies = await Promise.all(
        pages.map((page, index) =>
          page.report({ attemptId: body.attemptId, disposition: 'accepted', dispositionId: `d-${index}` }),
        ),
      );

      expect(replies.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    }
  });

  it('keeps the invitation when one page cannot show it but another does', async () => {
    const [shows, fails] = [await aBrowser('v-1', 'p-1'), await aBrowser('v-1', 'p-2')];
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    await shows.report({ attemptId: body.attemptId, disposition: 'shown' });

    expect(await fails.report({ attemptId: body.attemptId, disposition: 'failed' })).toEqual({
      ok: true,
      state: 'shown',
    });
    expect(await shows.report({ attemptId: body.attemptId, disposition: 'failed' })).toEqual({
      ok: true,
      state: 'failed',
    });
  });
});

describe('a disposition', () => {
  it('moves the attempt along, and each step is on record with its author', async () => {
    const browser = await aBrowser('v-1');
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    const { attemptId } = await browser.invitations.next();

    for (const disposition of ['delivered', 'shown'] as const)
      expect(await browser.report({ attemptId, disposition })).toEqual({ ok: true, state: disposition });
    expect(await browser.report({ attemptId, disposition: 'declined', detail: 'not now' })).toEqual({
      ok: true,
      state: 'declined',
    });

    const { body: details } = await service.get(`attempts/${body.attemptId}`);
    const at = '2026-01-31T12:00:00.000Z';
    expect(details.transitions).toEqual([
      { state: 'pending', at, by: 'strategy', actor: null, reason: null },
      { state: 'delivered', at, by: 'visitor', actor: null, reason: null },
      { state: 'shown', at, by: 'visitor', actor: null, reason: null },
      { state: 'declined', at, by: 'visitor', actor: null, reason: 'not now' },
    ]);
    expect(details).toMatchObject({ state: 'declined', reason: 'not now', endedAt: at });
  });

  it('that repeats a step is answered ok, and changes nothing', async () => {
    const browser = await aBrowser('v-1');
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    const { attemptId } = body;
    await browser.report({ attemptId, disposition: 'shown' });

    expect(await browser.report({ attemptId, disposition: 'shown' })).toEqual({ ok: true, state: 'shown' });
    expect(await browser.report({ attemptId, disposition: 'delivered' })).toEqual({ ok: true, state: 'shown' });
    expect((await service.get(`attempts/${attemptId}`)).body.transitions).toHaveLength(2);
  });

  it('that repeats an ending is answered ok to the one who ended it', async () => {
    const browser = await aBrowser('v-1');
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    const answer = { attemptId: body.attemptId, disposition: 'declined', dispositionId: 'd-1' } as const;
    await browser.report(answer);

    expect(await browser.report(answer)).toEqual({ ok: true, state: 'declined' });
    expect(await browser.report({ ...answer, dispositionId: 'd-2' })).toMatchObject({
      ok: false,
      problem: { code: 'attempt-ended', state: 'declined' },
    });
  });

  it('after a cancellation is told so', async () => {
    const browser = await aBrowser('v-1');
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    await service.noengage({ visitId: 'v-1' });

    expect(await browser.report({ attemptId: body.attemptId, disposition: 'accepted' })).toMatchObject({
      ok: false,
      problem: { code: 'attempt-ended', state: 'cancelled' },
    });
  });

  it('cannot be ignored before it is shown', async () => {
    const browser = await aBrowser('v-1');
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));

    expect(await browser.report({ attemptId: body.attemptId, disposition: 'ignored' })).toMatchObject({
      ok: false,
      problem: { code: 'disposition-out-of-order', state: 'pending' },
    });
  });

  it.each([
    ['no object', 'accepted', ['']],
    ['nothing', undefined, ['']],
    ['a list', [], ['']],
    ['missing fields', {}, ['/attemptId', '/disposition']],
    ['an unknown disposition', { attemptId: 'a', disposition: 'closed' }, ['/disposition']],
    ['an unknown field', { attemptId: 'a', disposition: 'shown', state: 'shown' }, ['/state']],
    ['a detail that is too long', { attemptId: 'a', disposition: 'shown', detail: 'x'.repeat(257) }, ['/detail']],
  ])('with %s is refused in its acknowledgement, with every fault', async (_, payload, pointers) => {
    const browser = await aBrowser('v-1');

    const reply = await browser.send('disposition', payload);

    expect(reply).toMatchObject({ ok: false, problem: { code: 'validation-failed', status: 400 } });
    const errors = reply.ok ? [] : (reply.problem.errors ?? []);
    expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe('the deadlines of an attempt', () => {
  it('expire it when no page has shown it in time, and close it in the pages that have it', async () => {
    const browser = await aBrowser('v-1');
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1', timeToLive: 30 }));
    await browser.report({ attemptId: body.attemptId, disposition: 'delivered' });

    service.clock.advance(seconds(29));
    expect(await stateOf(body.attemptId)).toBe('delivered');
    service.clock.advance(seconds(1));

    expect(await browser.closings.next()).toMatchObject({ attemptId: body.attemptId, state: 'expired' });
    const { body: details } = await service.get(`attempts/${body.attemptId}`);
    expect(details.transitions.at(-1)).toMatchObject({ state: 'expired', by: 'gateway' });
  });

  it('make it ignored when it was shown and nobody answered, also past its time to live', async () => {
    const browser = await aBrowser('v-1');
    const profile = anIxnProfile({ visitId: 'v-1', timeToLive: 30, invitation: { displaySeconds: 60 } });
    const { body } = await service.engage(profile);
    await browser.report({ attemptId: body.attemptId, disposition: 'shown' });

    service.clock.advance(seconds(60));
    await browser.report({ attemptId: body.attemptId, disposition: 'shown' });
    expect(await stateOf(body.attemptId)).toBe('shown');
    service.clock.advance(seconds(4));

    expect(await browser.closings.next()).toMatchObject({ attemptId: body.attemptId, state: 'ignored' });
  });

  it('that came while the service was down are settled when it is up again', async () => {
    const { body: unseen } = await service.engage(anIxnProfile({ timeToLive: 60 }));
    const { body: lasting } = await service.engage(anIxnProfile({ timeToLive: 600 }));
    const browser = await aBrowser('v-1');
    const { body: seen } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    await browser.report({ attemptId: seen.attemptId, disposition: 'shown' });

    service = await service.restart({ downFor: seconds(120) });

    expect(await stateOf(unseen.attemptId)).toBe('expired');
    expect(await stateOf(seen.attemptId)).toBe('ignored');
    expect(await stateOf(lasting.attemptId)).toBe('pending');
  });
});

describe('a push that was lost', () => {
  it('is made good by the sweep', async () => {
    const browser = await aBrowser('v-1', 'p-1');
    const other = await aBrowser('v-1', 'p-2');
    const attempt = aNewAttempt({ visitId: 'v-1', pageId: 'p-1', createdAt: service.clock.now() });
    await service.store.start(attempt, under('reject'));

    service.clock.advance(seconds(1.5));

    expect(await browser.invitations.next()).toMatchObject({ attemptId: attempt.attemptId });
    await other.caughtUp();
    expect(other.invitations.all).toEqual([]);
  });
});

describe('a Frontend Server', () => {
  it('gets the invitations of the visits that it joins, those of single pages too', async () => {
    const server = await aFrontendServer();
    await server.join({ visitId: 'v-1' });
    await server.join({ visitId: 'v-2' });

    await service.engage(anIxnProfile({ visitId: 'v-1' }));
    await service.engage(anIxnProfile({ visitId: 'v-2', pageId: 'p-1' }));
    await service.engage(anIxnProfile({ visitId: 'v-3' }));

    expect(await server.invitations.next()).toMatchObject({ visitId: 'v-1' });
    expect(await server.invitations.next()).toMatchObject({ visitId: 'v-2', pageId: 'p-1' });
    await server.caughtUp();
    expect(server.invitations.all).toEqual([]);
  });

  it('that stands for single pages gets theirs only', async () => {
    const server = await aFrontendServer();
    await server.join({ visitId: 'v-1', pageId: 'p-1' });

    await service.engage(anIxnProfile({ visitId: 'v-1', pageId: 'p-2' }));
    await server.caughtUp();
    expect(server.invitations.all).toEqual([]);

    await server.join({ visitId: 'v-1', pageId: 'p-2' });
    expect(await server.invitations.next()).toMatchObject({ pageId: 'p-2' });
  });

  it('gets what is active when it joins', async () => {
    await service.engage(anIxnProfile({ visitId: 'v-1' }));
    const server = await aFrontendServer();

    expect(await server.join({ visitId: 'v-1' })).toEqual({ ok: true });

    expect(await server.invitations.next()).toMatchObject({ visitId: 'v-1' });
  });

  it('answers for its visitors, and is told when an attempt ends', async () => {
    const server = await aFrontendServer();
    await server.join({ visitId: 'v-1' });
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));

    expect(await server.report({ attemptId: body.attemptId, disposition: 'shown', pageId: 'p-1' })).toMatchObject({
      ok: true,
    });
    expect(await server.report({ attemptId: body.attemptId, disposition: 'accepted', pageId: 'p-1' })).toEqual({
      ok: true,
      state: 'accepted',
    });

    expect(await server.closings.next()).toMatchObject({ attemptId: body.attemptId, state: 'accepted' });
  });

  it('names the page that failed, so that one that shows the invitation keeps it', async () => {
    const server = await aFrontendServer();
    await server.join({ visitId: 'v-1' });
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }));
    const { attemptId } = body;
    await server.report({ attemptId, disposition: 'shown', pageId: 'p-1' });

    expect(await server.report({ attemptId, disposition: 'failed', pageId: 'p-2' })).toEqual({
      ok: true,
      state: 'shown',
    });
  });

  it('hears nothing more of a visit, or a page of it, that it has left', async () => {
    const server = await aFrontendServer();
    await server.join({ visitId: 'v-1' });
    await server.join({ visitId: 'v-2', pageId: 'p-1' });
    await server.join({ visitId: 'v-2', pageId: 'p-2' });

    expect(await server.leave({ visitId: 'v-1' })).toEqual({ ok: true });
    expect(await server.leave({ visitId: 'v-2', pageId: 'p-1' })).toEqual({ ok: true });
    await service.engage(anIxnProfile({ visitId: 'v-1' }));
    await service.engage(anIxnProfile({ visitId: 'v-2', pageId: 'p-1' }));
    await server.caughtUp();
    expect(server.invitations.all).toEqual([]);

    await service.noengage({ visitId: 'v-2' });
    await service.engage(anIxnProfile({ visitId: 'v-2', pageId: 'p-2' }));
    expect(await server.invitations.next()).toMatchObject({ visitId: 'v-2', pageId: 'p-2' });
  });
});

describe('a connection from a foreign page', () => {
  it.each([['websocket'], ['polling']])('is refused over %s', async (transport) => {
    await expect(
      TestFrontend.connect(
        service,
        { visitId: 'v-1' },
        { transports: [transport], extraHeaders: { origin: 'https://evil.example' } },
      ),
    ).rejects.toThrow();
  });

  it('is welcome when its origin is allowed', async () => {
    const allowing = await TestService.start({ ALLOWED_ORIGINS: 'https://shop.example.com' });
    const options = { extraHeaders: { origin: 'https://shop.example.com' } };

    const browser = await TestFrontend.connect(allowing, { visitId: 'v-1' }, options);

    browser.close();
    await allowing.stop();
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import request from 'supertest';
import { anIxnProfile, seconds } from './support/builders.js';
import { TestFrontend } from './support/frontend.js';
import { TestService } from './support/service.js';

/** Every row of "what the answers mean". */

let service: TestService;

beforeEach(async () => {
  service = await TestService.start();
});

afterEach(async () => {
  await service.stop();
});

describe('an engage for a new interaction', () => {
  it('is answered 200 with the pending attempt', async () => {
    const reply = await service.engage({
      interactionId: 'i-1',
      visitId: 'v-1',
      pageId: 'p-1',
      channel: 'callback',
      language: 'pt-BR',
      ruleName: 'cart',
      timeToLive: 30,
    });

    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      attemptId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      interactionId: 'i-1',
      visitId: 'v-1',
      pageId: 'p-1',
      channel: 'callback',
      language: 'pt-BR',
      ruleName: 'cart',
      state: 'pending',
      reason: null,
      createdAt: '2026-01-31T12:00:00.000Z',
      expiresAt: '2026-01-31T12:00:30.000Z',
      endedAt: null,
    });
  });

  it('takes its defaults for what is left out', async () => {
    const { body } = await service.engage({ interactionId: 'i-1', visitId: 'v-1' });

    expect(body).toMatchObject({ pageId: null, channel: 'chat', language: null, ruleName: null });
    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(seconds(300));
    const { body: details } = await service.get(`attempts/${body.attemptId}`);
    expect(details).toMatchObject({ invitation: { displaySeconds: 60 }, data: null, clientData: null });
  });

  it('is understood in a form, as a strategy’s <send> posts it', async () => {
    const reply = await request(service.url)
      .post('/backend/data/gateway/engage')
      .type('form')
      .send({ ixnProfile: JSON.stringify({ interactionId: 'i-1', visitId: 'v-1' }), _scxmleventname: 'engage' });

    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ interactionId: 'i-1', visitId: 'v-1', state: 'pending' });
  });

  it('is understood with the other spelling of the ids', async () => {
    const reply = await service.post('engage', { ixnProfile: { interactionID: 'i-1', visitID: 'v-1', pageID: 'p-1' } });

    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ interactionId: 'i-1', visitId: 'v-1', pageId: 'p-1' });
  });
});

describe('an engage that comes again', () => {
  it('is answered with the attempt as it stands, and invites nobody twice', async () => {
    const profile = anIxnProfile({ data: { cart: [1, { two: 2 }] }, invitation: { title: 'Hello' } });
    const browser = await TestFrontend.connect(service, { visitId: profile.visitId });
    const first = await service.engage(profile);
    const invitation = await browser.invitations.next();
    await browser.report({ attemptId: invitation.attemptId, disposition: 'shown' });

    const again = await service.engage(profile);

    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(again.status).toBe(200);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual({ ...first.body, state: 'shown' });
    await browser.caughtUp();
    expect(browser.invitations.all).toEqual([]);
    browser.close();
  });

  it('may order its members differently, and spell its defaults out', async () => {
    await service.engage({ interactionId: 'i-1', visitId: 'v-1', data: { a: 1, b: 2 } });

    const again = await service.engage({
      data: { b: 2, a: 1 },
      timeToLive: 300,
      channel: 'chat',
      visitId: 'v-1',
      interactionId: 'i-1',
      invitation: { displaySeconds: 60 },
    });

    expect(again.status).toBe(200);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('starts one attempt, also when fifty come at once', async () => {
    const profile = anIxnProfile();

    const replies = await Promise.all(Array.from({ length: 50 }, () => service.engage(profile)));

    expect(replies.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(new Set(replies.map(({ body }) => body.attemptId)).size).toBe(1);
    expect(replies.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
  });

  it.each([
    ['visit', { visitId: 'another' }],
    ['page', { pageId: 'p-1' }],
    ['channel', { channel: 'callback' }],
    ['language', { language: 'de' }],
    ['rule', { ruleName: 'another' }],
    ['time to live', { timeToLive: 299 }],
    ['invitation', { invitation: { title: 'Another' } }],
    ['data', { data: { a: 2 } }],
    ['client data', { clientData: { a: 1 } }],
  ])('is refused with another %s', async (_, change) => {
    const profile = anIxnProfile({ data: { a: 1 } });
    const { body: first } = await service.engage(profile);

    const reply = await service.engage({ ...profile, ...change });

    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: 'interaction-conflict', attemptId: first.attemptId, state: 'pending' });
  });
});

describe('an engage for a visit that has an active attempt', () => {
  it('is refused, with the attempt named', async () => {
    const { body: active } = await service.engage(anIxnProfile({ visitId: 'v-1' }));

    const reply = await service.engage(anIxnProfile({ visitId: 'v-1' }));

    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: 'visit-engaged', attemptId: active.attemptId, state: 'pending' });
  });

  it('is welcome again once that has ended', async () => {
    await service.engage(anIxnProfile({ visitId: 'v-1' }));
    await service.noengage({ visitId: 'v-1' });

    expect((await service.engage(anIxnProfile({ visitId: 'v-1' }))).status).toBe(200);
  });

  it('is welcome again once that is due, though no sweep has come by', async () => {
    const { body: old } = await service.engage(anIxnProfile({ visitId: 'v-1', timeToLive: 10 }));
    service.clock.advance(seconds(10));

    const reply = await service.engage(anIxnProfile({ visitId: 'v-1' }));

    expect(reply.status).toBe(200);
    expect((await service.get(`attempts/${old.attemptId}`)).body).toMatchObject({ state: 'expired' });
  });
});

describe('with VISIT_CONFLICT=replace, an engage for an engaged visit', () => {
  it('cancels the old attempt and starts the new one', async () => {
    const replacing = await TestService.start({ VISIT_CONFLICT: 'replace' });
    const browser = await TestFrontend.connect(replacing, { visitId: 'v-1' });
    const { body: old } = await replacing.engage(anIxnProfile({ visitId: 'v-1' }));
    await browser.invitations.next();

    const reply = await replacing.engage(anIxnProfile({ visitId: 'v-1' }));

    expect(reply.status).toBe(200);
    expect(await browser.closings.next()).toEqual({
      attemptId: old.attemptId,
      visitId: 'v-1',
      state: 'cancelled',
      reason: 'replaced',
    });
    expect(await browser.invitations.next()).toMatchObject({ attemptId: reply.body.attemptId });
    const { body: details } = await replacing.get(`attempts/${old.attemptId}`);
    expect(details).toMatchObject({ state: 'cancelled', reason: 'replaced' });
    browser.close();
    await replacing.stop();
  });
});

describe('with VISIT_CONFLICT=allow, an engage for an engaged visit', () => {
  it('starts beside the old attempt, and a cancellation of the visit ends both', async () => {
    const allowing = await TestService.start({ VISIT_CONFLICT: 'allow' });
    const { body: first } = await allowing.engage(anIxnProfile({ visitId: 'v-1' }));
    const { body: second } = await allowing.engage(anIxnProfile({ visitId: 'v-1' }));

    const browser = await TestFrontend.connect(allowing, { visitId: 'v-1' });
    expect(await browser.invitations.next()).toMatchObject({ attemptId: first.attemptId });
    expect(await browser.invitations.next()).toMatchObject({ attemptId: second.attemptId });

    const reply = await allowing.noengage({ visitId: 'v-1' });
    expect(reply.body).toMatchObject({ attemptId: second.attemptId, state: 'cancelled' });
    expect((await allowing.get(`attempts/${first.attemptId}`)).body).toMatchObject({ state: 'cancelled' });
    browser.close();
    await allowing.stop();
  });
});

describe('a noengage', () => {
  it('cancels the attempt of the interaction, with its reason', async () => {
    const profile = anIxnProfile();
    const { body: attempt } = await service.engage(profile);
    service.clock.advance(seconds(2));

    const reply = await service.noengage({ interactionId: profile.interactionId, reason: 'no agent is free' });

    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      ...attempt,
      state: 'cancelled',
      reason: 'no agent is free',
      endedAt: '2026-01-31T12:00:02.000Z',
    });
  });

  it('is understood in a form, and with the other spelling', async () => {
    await service.engage(anIxnProfile({ interactionId: 'i-1' }));

    const reply = await request(service.url)
      .post('/backend/data/gateway/noengage')
      .type('form')
      .send({ cancelData: '{"interactionID":"i-1"}' });

    expect(reply.body).toMatchObject({ interactionId: 'i-1', state: 'cancelled' });
  });

  it('closes the invitation where it is shown', async () => {
    const profile = anIxnProfile();
    const browser = await TestFrontend.connect(service, { visitId: profile.visitId });
    const { body: attempt } = await service.engage(profile);
    await browser.report({ attemptId: attempt.attemptId, disposition: 'shown' });

    await service.noengage({ interactionId: profile.interactionId, reason: 'too late' });

    expect(await browser.closings.next()).toEqual({
      attemptId: attempt.attemptId,
      visitId: profile.visitId,
      state: 'cancelled',
      reason: 'too late',
    });
    browser.close();
  });

  it('keeps the invitation from a page that comes later', async () => {
    const profile = anIxnProfile();
    await service.engage(profile);
    await service.noengage({ visitId: profile.visitId });

    const browser = await TestFrontend.connect(service, { visitId: profile.visitId });

    await browser.caughtUp();
    expect(browser.invitations.all).toEqual([]);
    browser.close();
  });

  it('is answered alike when it comes again', async () => {
    const profile = anIxnProfile();
    await service.engage(profile);
    const first = await service.noengage({ interactionId: profile.interactionId, reason: 'first' });

    const again = await service.noengage({ interactionId: profile.interactionId, reason: 'second' });

    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
  });

  it('for an interaction not seen yet is remembered: its engage shows nothing', async () => {
    const profile = anIxnProfile();
    const browser = await TestFrontend.connect(service, { visitId: profile.visitId });

    const cancelled = await service.noengage({ interactionId: profile.interactionId, reason: 'changed its mind' });
    const engaged = await service.engage(profile);

    expect(cancelled.body).toMatchObject({ state: 'cancelled', visitId: null });
    expect(engaged.status).toBe(200);
    expect(engaged.body).toMatchObject({
      attemptId: cancelled.body.attemptId,
      visitId: profile.visitId,
      state: 'cancelled',
      reason: 'changed its mind',
    });
    await browser.caughtUp();
    expect(browser.invitations.all).toEqual([]);

    const again = await service.engage(profile);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(engaged.body);
    browser.close();
  });

  it('for a visit without an active attempt finds nothing to cancel', async () => {
    const reply = await service.noengage({ visitId: 'v-1' });

    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ attemptId: null, state: null, visitId: 'v-1' });
  });

  it.each(['accepted', 'declined', 'failed'] as const)('after the attempt was %s is refused', async (disposition) => {
    const profile = anIxnProfile();
    const browser = await TestFrontend.connect(service, { visitId: profile.visitId });
    const { body: attempt } = await service.engage(profile);
    await browser.report({ attemptId: attempt.attemptId, disposition });

    const reply = await service.noengage({ interactionId: profile.interactionId });

    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: 'attempt-ended', attemptId: attempt.attemptId, state: disposition });
    browser.close();
  });

  it('must name an interaction or a visit', async () => {
    const reply = await service.noengage({ reason: 'none' });

    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: 'validation-failed', errors: [{ pointer: '/cancelData/interactionId' }] });
  });
});

describe('several context paths', () => {
  it('serve the same attempts', async () => {
    const both = await TestService.start({ CONTEXT_PATHS: '/backend,/server' });
    const ixnProfile = anIxnProfile();

    const engaged = await request(both.url).post('/server/data/gateway/engage').send({ ixnProfile });
    const found = await request(both.url).get(`/backend/data/gateway/attempts/${engaged.body.attemptId}`);

    expect(engaged.status).toBe(200);
    expect(found.body).toMatchObject(engaged.body);
    await both.stop();
  });

  it('take the place of the default', async () => {
    const moved = await TestService.start({ CONTEXT_PATHS: '/server' });

    expect((await request(moved.url).get('/backend/data/gateway/attempts')).status).toBe(404);
    expect((await request(moved.url).get('/server/data/gateway/attempts')).status).toBe(200);
    await moved.stop();
  });
});

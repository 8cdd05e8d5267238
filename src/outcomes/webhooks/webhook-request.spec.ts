import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { anOutcome } from '../../../test/support/outcomes.js';
import { OUTCOME_STATES } from '../../contract/index.js';
import type { Endpoint } from './endpoint.js';
import { UrlTemplate } from './url-template.js';
import { requestFor, type WebhookRequest } from './webhook-request.js';

const [SECRET, OTHER_SECRET] = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);

const endpoint: Endpoint = {
  name: 'reports',
  address: UrlTemplate.of('https://reports.example.com/{interactionId}/{visitId}?attempt={attemptId}&state={state}'),
  secrets: [SECRET ?? ''],
  outcomes: OUTCOME_STATES,
};

function sent(outcome = anOutcome(), at = Date.now(), to = endpoint): WebhookRequest {
  const request = requestFor(to, outcome, at);
  if (request === undefined) throw new Error('it cannot be sent');
  return request;
}

const verify = (secret: string | undefined, { body, headers }: WebhookRequest): unknown =>
  new Webhook(secret ?? '').verify(body, { ...headers });

describe('a webhook', () => {
  it('is verified by the official library', () => {
    expect(verify(SECRET, sent())).toMatchObject({
      type: 'engagement.accepted',
      timestamp: '2026-01-31T12:00:14.310Z',
      data: {
        attemptId: '019c1234-5678-7abc-8def-0123456789ab',
        state: 'accepted',
        position: 4711,
        sequence: 3,
        occurredAt: '2026-01-31T12:00:14.310Z',
        by: 'visitor',
        data: { cartTotal: 129.9 },
      },
    });
  });

  it.each(OUTCOME_STATES)('that tells of an attempt that is %s is of that type', (state) => {
    const request = sent(anOutcome({ state }));

    expect(verify(SECRET, request)).toMatchObject({ type: `engagement.${state}`, data: { state } });
    expect(request.url.href).toBe(
      `https://reports.example.com/interaction-1/visit-1?attempt=019c1234-5678-7abc-8def-0123456789ab&state=${state}`,
    );
  });

  it('is refused when a letter of it is another, by another secret, and when it is old', () => {
    const request = sent();

    expect(() => verify(OTHER_SECRET, request)).toThrow();
    expect(() => verify(SECRET, { ...request, body: request.body.replace('accepted', 'declined') })).toThrow();
    expect(() => verify(SECRET, sent(anOutcome(), Date.now() - 600_000))).toThrow();
  });

  it('is signed with every secret', () => {
    const request = sent(anOutcome(), Date.now(), { ...endpoint, secrets: [OTHER_SECRET ?? '', SECRET ?? ''] });

    expect(verify(SECRET, request)).toEqual(verify(OTHER_SECRET, request));
  });

  it('has the same id and the same body however often it is sent, and whatever has become of its attempt', () => {
    const shown = anOutcome({ state: 'shown', sequence: 2, at: Date.parse('2026-01-31T12:00:01Z') });
    const stillShown = { ...shown, attempt: { ...shown.attempt, state: 'shown', endedAt: null } as const };

    const [first, second] = [sent(stillShown, 1_000), sent(shown, 61_000)];

    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(second.body).toBe(first.body);
    expect([first, second].map(({ headers }) => headers['webhook-timestamp'])).toEqual(['1', '61']);
    expect(JSON.parse(first.body)).toMatchObject({ data: { state: 'shown', endedAt: null, reason: null } });
  });

  it('has another id for each step', () => {
    expect(sent(anOutcome({ sequence: 2 })).headers['webhook-id']).not.toBe(sent().headers['webhook-id']);
  });

  it('holds what no text should hold, and is verified all the same', () => {
    const outcome = anOutcome();
    const strange = { ...outcome, attempt: { ...outcome.attempt, data: { '\ud800': '\u0000 ü 👩‍👩‍👧 \u2028' } } };

    expect(verify(SECRET, sent(strange))).toMatchObject({ data: { data: { '\ud800': '\u0000 ü 👩‍👩‍👧 \u2028' } } });
  });

  it('tells of a visit that is not known as nothing', () => {
    const outcome = anOutcome();
    const request = sent({ ...outcome, attempt: { ...outcome.attempt, visitId: null } });

    expect(request.url.pathname).toBe('/interaction-1/');
    expect(JSON.parse(request.body).data.visitId).toBeNull();
  });

  it('is not made where an id would lead elsewhere', () => {
    const outcome = anOutcome();

    expect(
      requestFor(endpoint, { ...outcome, attempt: { ...outcome.attempt, interactionId: '..' } }, Date.now()),
    ).toBeUndefined();
  });
});

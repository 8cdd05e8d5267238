import { describe, expect, it } from 'vitest';
import type { CallOutcome } from '../../outgoing/index.js';
import { aClaimedDelivery } from '../../../test/support/outcomes.js';
import { impossible, tryOf } from './delivery-verdict.js';

const AT = Date.parse('2026-01-31T12:00:00Z');
const claimed = aClaimedDelivery({ endpoint: 'reports', tries: 1, plannedAt: AT });
const about = { endpoint: 'reports', position: claimed.outcome.position, tries: 1, isProbe: false, at: AT };

const answered = (status: number, headers: Readonly<Record<string, string>> = {}): CallOutcome => ({
  kind: 'answered',
  status,
  headers,
  body: 'whatever it says',
});

const verdictOf = (call: CallOutcome, delivery = claimed, hasAddressOfItsOwn = false): ReturnType<typeof tryOf> =>
  tryOf(delivery, call, { at: AT, random: 0.5, hasAddressOfItsOwn });

describe('a try', () => {
  it.each([200, 201, 202, 204, 299])('that is answered %i is a delivery', (status) => {
    expect(verdictOf(answered(status, { 'retry-after': '60' }))).toEqual({
      ...about,
      answer: status,
      error: null,
      verdict: { kind: 'delivered' },
    });
  });

  it.each([100, 199, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 429, 500, 502, 503, 504, 599])(
    'that is answered %i is none, and is made again',
    (status) => {
      expect(verdictOf(answered(status))).toEqual({
        ...about,
        answer: status,
        error: `it was answered ${status}`,
        verdict: { kind: 'not-delivered', againAt: AT + 1_000, endpoint: 'fails', holdUntil: null },
      });
    },
  );

  it('that comes to nothing is made again, and tells why', () => {
    expect(verdictOf({ kind: 'failed', why: 'no reply within 15000 ms' })).toEqual({
      ...about,
      answer: null,
      error: 'no reply within 15000 ms',
      verdict: { kind: 'not-delivered', againAt: AT + 1_000, endpoint: 'fails', holdUntil: null },
    });
  });

  it.each([429, 503, 500, 301])('that is answered %i with Retry-After holds the endpoint for so long', (status) => {
    expect(verdictOf(answered(status, { 'retry-after': '60' })).verdict).toEqual({
      kind: 'not-delivered',
      againAt: AT + 60_000,
      endpoint: 'fails',
      holdUntil: AT + 60_000,
    });
  });

  it('that is answered 410 tells that the endpoint is gone', () => {
    expect(verdictOf(answered(410)).verdict).toMatchObject({ endpoint: 'is-gone', againAt: AT + 1_000 });
  });

  it('to an address of its own that is answered 410 is the last, and 404 is none: neither says anything of the others', () => {
    const verdict = { kind: 'not-delivered', endpoint: 'has-no-part', holdUntil: null };

    expect(verdictOf(answered(410, { 'retry-after': '60' }), claimed, true).verdict).toEqual({
      ...verdict,
      againAt: null,
    });
    expect(verdictOf(answered(404), claimed, true).verdict).toEqual({ ...verdict, againAt: AT + 1_000 });
    expect(verdictOf(answered(500), claimed, true).verdict).toMatchObject({ endpoint: 'fails', againAt: AT + 1_000 });
  });

  it('that the end of the service breaks off is made again at once, and says nothing of the endpoint', () => {
    expect(verdictOf({ kind: 'broken-off' })).toMatchObject({
      answer: null,
      verdict: { kind: 'not-delivered', againAt: AT, endpoint: 'has-no-part', holdUntil: null },
    });
  });

  it('is the last when three days are over', () => {
    const old = aClaimedDelivery({ tries: 20, plannedAt: AT - 3 * 86_400_000 + 1 });

    expect(verdictOf(answered(500), old).verdict).toMatchObject({ againAt: null });
  });

  it('says whether it was a probe', () => {
    expect(verdictOf(answered(204), aClaimedDelivery({ isProbe: true })).isProbe).toBe(true);
  });
});

describe('a delivery that cannot be made', () => {
  it('is told without an answer', () => {
    expect(impossible(claimed, AT, 'why')).toEqual({
      ...about,
      answer: null,
      error: 'why',
      verdict: { kind: 'not-delivered', againAt: null, endpoint: 'has-no-part', holdUntil: null },
    });
  });
});

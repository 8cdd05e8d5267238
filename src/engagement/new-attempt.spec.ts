import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptDetails, NewAttempt } from './attempt.js';
import type { IxnProfile } from './ixn-profile.js';
import { hasContentOf, newAttempt } from './new-attempt.js';

const NOW = Date.parse('2026-01-31T12:00:00Z');

const aProfile = (overrides: Partial<IxnProfile> = {}): IxnProfile => ({
  interactionId: 'i-1',
  visitId: 'v-1',
  ...overrides,
});

const made = (overrides: Partial<IxnProfile> = {}, at = NOW): NewAttempt =>
  newAttempt(aProfile(overrides), { attemptId: 'a-1', now: at, actor: 'orchestration', traceParent: null });

/** The attempt as a store answers it later on: through JSON, and further on in its life. */
const stored = (overrides: Partial<IxnProfile> = {}): AttemptDetails => {
  const { deadline: _, answerWithin: __, ...attempt } = made(overrides);
  return { ...JSON.parse(JSON.stringify(attempt)), state: 'declined', endedAt: NOW + 5_000, transitions: [] };
};

describe('a profile with its mandatory fields only', () => {
  it('makes a pending attempt with the defaults in place', () => {
    expect(made()).toEqual({
      attemptId: 'a-1',
      interactionId: 'i-1',
      visitId: 'v-1',
      pageId: null,
      channel: 'chat',
      language: null,
      ruleName: null,
      state: 'pending',
      reason: null,
      createdAt: NOW,
      expiresAt: NOW + 300_000,
      actor: 'orchestration',
      endedAt: null,
      traceParent: null,
      deadline: NOW + 300_000,
      answerWithin: 63_000,
      invitation: { displaySeconds: 60 },
      data: null,
      clientData: null,
    });
  });
});

describe('a profile with everything', () => {
  it('makes an attempt of what it says', () => {
    const profile = {
      pageId: 'p-1',
      channel: 'callback',
      language: 'pt-BR',
      ruleName: 'cart',
      invitation: { title: 'Hello', message: 'May we help?', displaySeconds: 10, url: 'https://example.com/' },
      timeToLive: 30,
      data: { total: 129.9 },
      clientData: { theme: 'winter' },
    };

    const { timeToLive, ...kept } = profile;
    expect(made(profile)).toMatchObject({
      ...kept,
      expiresAt: NOW + timeToLive * 1000,
      deadline: NOW + timeToLive * 1000,
      answerWithin: 13_000,
    });
  });

  it('is not changed by it', () => {
    const invitation = Object.freeze({ title: 'Hello' });

    expect(made({ invitation }).invitation).toEqual({ title: 'Hello', displaySeconds: 60 });
    expect(invitation).toEqual({ title: 'Hello' });
  });
});

describe('the same content again', () => {
  it.each<[string, Partial<IxnProfile>, Partial<IxnProfile>]>([
    ['as it was', { ruleName: 'cart', data: { a: [1, { b: 2 }] } }, { ruleName: 'cart', data: { a: [1, { b: 2 }] } }],
    ['with members in another order', { data: { a: 1, b: { c: 2, d: 3 } } }, { data: { b: { d: 3, c: 2 }, a: 1 } }],
    ['with its defaults spelled out', {}, { channel: 'chat', timeToLive: 300, invitation: { displaySeconds: 60 } }],
    ['with an empty invitation', {}, { invitation: {} }],
    ['with a negative zero, which JSON does not keep', { data: { a: -0 } }, { data: { a: 0 } }],
  ])('is recognised %s', (_, first, second) => {
    expect(hasContentOf(stored(first), made(second, NOW + 60_000))).toBe(true);
    expect(hasContentOf(stored(second), made(first, NOW + 60_000))).toBe(true);
  });

  it('is recognised for any JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (data, later) => {
        expect(hasContentOf(stored({ data, clientData: data }), made({ data, clientData: data }, NOW + later))).toBe(
          true,
        );
      }),
    );
  });
});

describe('other content', () => {
  it.each<[string, Partial<IxnProfile>, Partial<IxnProfile>]>([
    ['another visit', {}, { visitId: 'v-2' }],
    ['a page', {}, { pageId: 'p-1' }],
    ['another channel', {}, { channel: 'callback' }],
    ['a language', { language: 'en' }, { language: 'en-GB' }],
    ['a rule', {}, { ruleName: 'cart' }],
    ['another time to live', {}, { timeToLive: 301 }],
    ['another display time', {}, { invitation: { displaySeconds: 61 } }],
    ['another text', { invitation: { title: 'Hello' } }, { invitation: { title: 'Hello!' } }],
    ['data where there was none', {}, { data: {} }],
    ['other data', { data: { a: 1 } }, { data: { a: '1' } }],
    ['data in another order of a list', { data: { a: [1, 2] } }, { data: { a: [2, 1] } }],
    ['data beneath __proto__', { data: {} }, { data: JSON.parse('{"__proto__":{"a":1}}') }],
    ['other data for the browser', { clientData: { a: 1 } }, { clientData: { a: 2 } }],
    ['data for the browser instead', { data: { a: 1 } }, { clientData: { a: 1 } }],
  ])('is told apart: %s', (_, first, second) => {
    expect(hasContentOf(stored(first), made(second))).toBe(false);
    expect(hasContentOf(stored(second), made(first))).toBe(false);
  });
});

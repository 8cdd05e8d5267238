import { describe, expect, it } from 'vitest';
import { answerIn } from './pacing-reply.js';

describe('a reply', () => {
  it.each<[string, object]>([
    ['{"invite":true}', { kind: 'invite' }],
    [' {"invite": true, "reason": "plenty of time", "agents": 7} ', { kind: 'invite' }],
    ['{"invite":true,"reason":7}', { kind: 'invite' }],
    ['{"invite":false}', { kind: 'suppress', reason: 'no-agents' }],
    ['{"invite":false,"reason":"lunch break 🍲"}', { kind: 'suppress', reason: 'lunch break 🍲' }],
    [JSON.stringify({ invite: false, reason: '🍲'.repeat(256) }), { kind: 'suppress', reason: '🍲'.repeat(256) }],
  ])('says what it says: %s', (body, answer) => {
    expect(answerIn(200, body)).toEqual(answer);
  });

  it.each([
    '',
    'yes',
    'true',
    'null',
    '[]',
    '[{"invite":true}]',
    '{}',
    '{"invite":"true"}',
    '{"invite":1}',
    '{"invite":null}',
    '{"Invite":true}',
    '{"invite":false,"reason":null}',
    '{"invite":false,"reason":""}',
    '{"invite":false,"reason":7}',
    '{"invite":false,"reason":"two\\nlines"}',
    '{"invite":false,"reason":"\\u0000"}',
    '{"invite":false,"reason":"\\ud800"}',
    JSON.stringify({ invite: false, reason: 'x'.repeat(257) }),
    `{"invite":true,"filler":"${'x'.repeat(100_000)}`,
    '{"invite":true}{"invite":true}',
  ])('is no answer: %s', (body) => {
    expect(answerIn(200, body)).toBeUndefined();
  });

  it.each([100, 201, 204, 301, 307, 400, 404, 429, 500, 503])('of status %i is no answer', (status) => {
    expect(answerIn(status, '{"invite":true}')).toBeUndefined();
  });
});

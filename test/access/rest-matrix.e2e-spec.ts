import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import {
  API_KEY,
  aVisitToken,
  bearer,
  FRONTEND_KEY,
  OPERATOR_KEY,
  OTHER_API_KEY,
  WITH_CREDENTIALS,
} from '../support/credentials.js';
import { TestService } from '../support/service.js';

/** Every call by everybody: what each is answered is written down here. */

const AN_ID = '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21';

/** Everything that is served, and an example of how it is called. */
const CALLS = {
  'POST engage': () => ['post', '/backend/data/gateway/engage', { ixnProfile: anIxnProfile() }],
  'POST noengage': () => ['post', '/backend/data/gateway/noengage', { cancelData: { visitId: 'nobody' } }],
  'GET attempts': () => ['get', '/backend/data/gateway/attempts'],
  'GET one attempt': () => ['get', `/backend/data/gateway/attempts/${AN_ID}`],
  'POST visit-tokens': () => ['post', '/backend/data/gateway/visit-tokens', { visitId: 'v-1' }],
  'GET operations/endpoints': () => ['get', '/operations/endpoints'],
  'GET operations/deliveries': () => ['get', '/operations/deliveries'],
  'GET operations/funnel': () => ['get', '/operations/funnel?window=hour'],
  'GET operations/attempts': () => ['get', '/operations/attempts'],
  'GET operations/attempts/…': () => ['get', `/operations/attempts/${AN_ID}`],
  'POST operations/attempts/…/cancel': () => ['post', `/operations/attempts/${AN_ID}/cancel`],
  'GET operations/nodes': () => ['get', '/operations/nodes'],
  'POST operations/endpoints/…/enable': () => ['post', '/operations/endpoints/nobody/enable'],
  'GET metrics': () => ['get', '/metrics'],
  'GET the library': () => ['get', '/client/engagement.js'],
  'GET the documents': () => ['get', '/openapi.json'],
  'GET Swagger UI': () => ['get', '/docs'],
  'GET the events page': () => ['get', '/docs/events'],
  'GET the console': () => ['get', '/console'],
  'GET the demo': () => ['get', '/demo'],
  'GET what is not there': () => ['get', '/nowhere'],
} as const satisfies Record<string, () => readonly [method: 'get' | 'post', path: string, body?: object]>;

type CallName = keyof typeof CALLS;

/** What is public has no data: the library, and the documents. The demo shows no key, so that it is not there. */
const IN_PUBLIC = {
  'GET the library': 200,
  'GET the documents': 200,
  'GET Swagger UI': 200,
  'GET the events page': 200,
  'GET the console': 200,
  'GET the demo': 404,
  'GET what is not there': 404,
} as const;

const REFUSED: Readonly<Record<CallName, number>> = {
  'POST engage': 401,
  'POST noengage': 401,
  'GET attempts': 401,
  'GET one attempt': 401,
  'POST visit-tokens': 401,
  'GET operations/endpoints': 401,
  'GET operations/deliveries': 401,
  'GET operations/funnel': 401,
  'GET operations/attempts': 401,
  'GET operations/attempts/…': 401,
  'POST operations/attempts/…/cancel': 401,
  'GET operations/nodes': 401,
  'POST operations/endpoints/…/enable': 401,
  'GET metrics': 401,
  ...IN_PUBLIC,
};

const TAKEN: Readonly<Record<CallName, number>> = {
  ...REFUSED,
  'POST engage': 200,
  'POST noengage': 200,
  'GET attempts': 200,
  'GET one attempt': 404,
  'POST visit-tokens': 200,
};

/** An operator watches and mends: whom to invite is not for operators to say. */
const OPERATOR: Readonly<Record<CallName, number>> = {
  ...REFUSED,
  'GET operations/endpoints': 200,
  'GET operations/deliveries': 200,
  'GET operations/funnel': 200,
  'GET operations/attempts': 200,
  'GET operations/attempts/…': 404,
  'POST operations/attempts/…/cancel': 404,
  'GET operations/nodes': 200,
  'POST operations/endpoints/…/enable': 404,
  'GET metrics': 200,
};

/** A Frontend Server relays: it does not decide, and looks nothing up. It may have tokens made for its pages. */
const RELAY: Readonly<Record<CallName, number>> = { ...REFUSED, 'POST visit-tokens': 200 };

const CREDENTIALS: readonly (readonly [string, () => Promise<Readonly<Record<string, string>>>, typeof REFUSED])[] = [
  ['nobody', async () => ({}), REFUSED],
  ['an API key', async () => bearer(API_KEY), TAKEN],
  ['another API key', async () => bearer(OTHER_API_KEY), TAKEN],
  ['an API key after a bearer in small letters', async () => ({ authorization: `bearer ${API_KEY}` }), TAKEN],
  ['a wrong key', async () => bearer('0123456789abcdef01'), REFUSED],
  ['a key that lacks its end', async () => bearer(API_KEY.slice(0, -1)), REFUSED],
  ['a key that is too long', async () => bearer('x'.repeat(2_000)), REFUSED],
  ['an empty key', async () => ({ authorization: 'Bearer ' }), REFUSED],
  ['a key’s name', async () => bearer('orchestration'), REFUSED],
  ['a key with its name', async () => bearer(`orchestration:${API_KEY}`), REFUSED],
  ['two keys', async () => ({ authorization: `Bearer ${API_KEY}, Bearer ${API_KEY}` }), REFUSED],
  ['a key that is not said to be one', async () => ({ authorization: API_KEY }), REFUSED],
  ['a key as a password', async () => ({ authorization: `Basic ${btoa(`orchestration:${API_KEY}`)}` }), REFUSED],
  ['a key as a cookie', async () => ({ cookie: `key=${API_KEY}` }), REFUSED],
  ['a key in another header', async () => ({ 'x-api-key': API_KEY }), REFUSED],
  ['the key of a Frontend Server', async () => bearer(FRONTEND_KEY), RELAY],
  ['an operator key', async () => bearer(OPERATOR_KEY), OPERATOR],
  ['a visit token', async () => bearer(await aVisitToken(service.clock.now())), REFUSED],
];

let service: TestService;

beforeAll(async () => {
  service = await TestService.start({ ...WITH_CREDENTIALS, MAX_FAILED_AUTHENTICATIONS_PER_MINUTE: '10000' });
});

afterAll(async () => {
  await service.stop();
});

const cells = CREDENTIALS.flatMap(([who, headers, expected]) =>
  Object.entries(CALLS).map(([name, call]) => [who, name, headers, call, Reflect.get(expected, name)] as const),
);

describe('with credentials', () => {
  it.each(cells)('%s calls %s', async (_who, _name, headers, call, expected) => {
    const [method, path, body] = call() as readonly ['get' | 'post', string, object?];
    const caller = request(service.url);
    const calling = (method === 'get' ? caller.get(path) : caller.post(path)).set(await headers());

    const reply = await (body === undefined ? calling : calling.send(body));

    expect(reply.status).toBe(expected);
    if (expected !== 401) return;
    expect(reply.body).toMatchObject({ status: 401, code: 'not-authenticated', requestId: expect.any(String) });
    expect(reply.headers['www-authenticate']).toBe('Bearer realm="engagement-gateway"');
    expect(reply.text).not.toContain(API_KEY.slice(0, 8));
  });

  it('a key in the address is no key', async () => {
    const reply = await service.get(`attempts?key=${API_KEY}&access_token=${API_KEY}`);

    expect(reply.status).toBe(401);
  });

  it('nobody learns by a refusal what is there: not what is wrong with a body either', async () => {
    const replies = await Promise.all([
      service.get(`attempts/${AN_ID}`),
      service.get('attempts?limit=wrong'),
      service.post('engage', { wrong: true }),
      service.post('visit-tokens', {}),
    ]);

    expect(replies.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });

  it('the audit trail tells whose key it was', async () => {
    const { body } = await service.engage(anIxnProfile(), bearer(API_KEY));
    await service.noengage({ interactionId: body.interactionId }, bearer(OTHER_API_KEY));

    const { body: details } = await service.get(`attempts/${body.attemptId}`, bearer(API_KEY));

    expect(details.transitions).toMatchObject([
      { state: 'pending', by: 'strategy', actor: 'orchestration' },
      { state: 'cancelled', by: 'strategy', actor: 'reports' },
    ]);
  });
});

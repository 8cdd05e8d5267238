import { once } from 'node:events';
import fc from 'fast-check';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { anIxnProfile } from '../support/builders.js';
import { TestFrontend } from '../support/frontend.js';
import { TestService } from '../support/service.js';
import { AFTER_CONNECT, BEFORE_CONNECT } from './bad-messages.js';

/** How many cases of each kind. */
const RUNS = 1_000;

let service: TestService;
let good: TestFrontend;

beforeAll(async () => {
  service = await TestService.start({ VISIT_CONFLICT: 'allow' });
  good = await TestFrontend.connect(service, { visitId: 'fuzz-good' });
});

afterAll(async () => {
  good.close();
  await service.stop();
});

async function stillServes(): Promise<void> {
  const { body } = await service.engage(anIxnProfile({ visitId: 'fuzz-good' }));
  expect(await good.invitations.next()).toMatchObject({ attemptId: body.attemptId });
  await service.noengage({ interactionId: body.interactionId });
  await good.closings.next();
}

const FIELDS = [
  'interactionId',
  'visitId',
  'pageId',
  'channel',
  'language',
  'ruleName',
  'timeToLive',
  'data',
  'clientData',
];
const TEXTS = ['title', 'message', 'acceptLabel', 'declineLabel', 'displaySeconds', 'url'];

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.constant('__proto__'),
);
const anyObject = (names: readonly string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.string()), anything, { maxKeys: 5 });

/** A profile that is right but for a few members, or a few too many. */
const almostAProfile = fc
  .tuple(anyObject(FIELDS), fc.option(anyObject(TEXTS), { nil: undefined }))
  .map(([others, invitation]) => ({ ...anIxnProfile(), ...(invitation !== undefined && { invitation }), ...others }));

const almostCancelData = anyObject(['interactionId', 'visitId', 'reason']);

describe.each([
  ['engage', almostAProfile.map((ixnProfile) => ({ ixnProfile }))],
  ['noengage', almostCancelData.map((cancelData) => ({ cancelData }))],
] as const)('%s with whatever is almost right', (verb, bodies) => {
  it.each(['json', 'form'])('as %s is done, or refused in the one way', async (kind) => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const [name, value] = Object.entries(body)[0] ?? ['', undefined];
        const text =
          kind === 'json' ? JSON.stringify(body) : `${name}=${encodeURIComponent(wellFormed(JSON.stringify(value)))}`;
        const type = kind === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
        const reply = await request(service.url)
          .post(`/backend/data/gateway/${verb}`)
          .set('content-type', type)
          .send(text);

        expect([200, 400]).toContain(reply.status);
        if (reply.status === 400)
          expect(reply.body).toMatchObject({ status: 400, code: expect.any(String), requestId: expect.any(String) });
      }),
      { numRuns: RUNS },
    );
    await stillServes();
  });
});

/** Halves of surrogate pairs have no percent-encoding. */
const wellFormed = (text: string): string => text.toWellFormed();

describe('the decoder of packets', () => {
  const known = fc.constantFrom(...BEFORE_CONNECT, ...AFTER_CONNECT).filter((text) => text !== '' && text.length < 500);
  /** A known packet with something in it put in another's place, taken away, or said twice. */
  const mutated = fc
    .tuple(known, fc.nat(), fc.nat({ max: 8 }), fc.string({ maxLength: 6 }))
    .map(([text, place, length, other]) => {
      const at = place % text.length;
      return text.slice(0, at) + other + text.slice(at + length);
    });
  const packets = fc.array(
    fc.oneof(mutated, fc.string({ unit: 'binary', maxLength: 60 }), fc.uint8Array({ maxLength: 60 })),
    {
      minLength: 1,
      maxLength: 20,
    },
  );

  it('takes whatever comes: the connection is answered or closed, and others are served', async () => {
    await fc.assert(
      fc.asyncProperty(packets, fc.boolean(), async (sent, connects) => {
        const address = `${service.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
        const socket = new WebSocket(address, { perMessageDeflate: false });
        socket.on('error', () => undefined);
        await once(socket, 'open');
        if (connects) socket.send('40/frontend,{"visitId":"fuzz"}');
        for (const packet of sent) socket.send(packet);
        const settled = new Promise<void>((resolve) => {
          socket.once('close', () => resolve());
          socket.on('pong', () => resolve());
        });
        socket.ping();
        await settled;
        socket.terminate();
      }),
      { numRuns: RUNS },
    );
    await stillServes();
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DispositionReply, InvitationMessage } from '#service/contract/index.js';
import { ServiceProcess } from '../support/process.js';

const ROUNDS = 3;
const CALLERS = 16;
const VISITS = 40;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engagement-test-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** What callers and browsers were told before the process died: by attempt id, the states that were acknowledged. */
type Told = Map<string, string[]>;

describe('the process is killed in the middle of engages and dispositions', () => {
  it('and has every attempt that was answered 200, with every acknowledged transition, when it is up again', async () => {
    const environment = { DATABASE_URL: `sqlite:${join(directory, 'crash-test.db')}`, VISIT_CONFLICT: 'allow' };
    const told: Told = new Map();
    for (let round = 0; round < ROUNDS; round++) await killedUnderLoad(environment, told, round);
    expect(told.size).toBeGreaterThan(50);

    const service = await ServiceProcess.start(environment);
    const pending = new Map<string, string>();
    for (const [attemptId, states] of told) {
      const reply = await fetch(`${service.url}/backend/data/gateway/attempts/${attemptId}`);
      expect(reply.status).toBe(200);
      const attempt = (await reply.json()) as { state: string; visitId: string; transitions: { state: string }[] };
      expect(attempt.transitions.map(({ state }) => state)).toEqual(expect.arrayContaining(states));
      expect(attempt.transitions.at(-1)?.state).toBe(attempt.state);
      if (attempt.state === 'pending') pending.set(attemptId, attempt.visitId);
    }

    expect(pending.size).toBeGreaterThan(0);
    for (const visitId of new Set(pending.values())) {
      const expected = [...pending].filter(([, visit]) => visit === visitId).map(([attemptId]) => attemptId);
      await isShownTo(service.url, visitId, new Set(expected));
    }
    expect(await service.signal('SIGTERM')).toBe(0);
  }, 120_000);
});

/** Load from callers and browsers until the process is killed. Half of the visits have no browser, and stay pending. */
async function killedUnderLoad(environment: Record<string, string>, told: Told, round: number): Promise<void> {
  const service = await ServiceProcess.start(environment);
  const browsers = Array.from({ length: VISITS / 2 }, (_, visit) => answering(service.url, `v-${visit}`, told));
  await Promise.all(browsers.map((socket) => new Promise<void>((resolve) => void socket.once('connect', resolve))));

  let stop = false;
  let answered = 0;
  const callers = Array.from({ length: CALLERS }, async (_, caller) => {
    for (let count = 0; !stop; count++) {
      const visitId = `v-${(caller + count) % VISITS}`;
      const ixnProfile = { interactionId: `i-${round}-${caller}-${count}`, visitId, timeToLive: 86_400 };
      const reply = await fetch(`${service.url}/backend/data/gateway/engage`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ixnProfile }),
      });
      const { attemptId } = (await reply.json()) as { attemptId: string };
      if (reply.status !== 200) continue;
      told.set(attemptId, ['pending', ...(told.get(attemptId) ?? [])]);
      answered++;
    }
  });
  const ended = Promise.allSettled(callers);
  while (answered < 100) await delay(5);
  await service.signal('SIGKILL');
  stop = true;
  await ended;
  for (const socket of browsers) socket.close();
}

/** A browser that reports each step, and keeps what was acknowledged. */
function answering(url: string, visitId: string, acknowledged: Map<string, string[]>): ReturnType<typeof io> {
  const socket = io(`${url}/frontend`, { auth: { visitId }, transports: ['websocket'], reconnection: false });
  socket.on('invitation', async ({ attemptId }: InvitationMessage) => {
    for (const disposition of ['delivered', 'shown', 'declined']) {
      const reply = await replyTo(socket, { attemptId, disposition });
      if (reply?.ok === true) acknowledged.set(attemptId, [...(acknowledged.get(attemptId) ?? []), disposition]);
    }
  });
  return socket;
}

/** @returns `undefined` when the connection was lost before a reply came */
async function replyTo(socket: ReturnType<typeof io>, disposition: object): Promise<DispositionReply | undefined> {
  try {
    const reply: DispositionReply = await socket.emitWithAck('disposition', disposition);
    return reply;
  } catch {
    return undefined;
  }
}

/** Resolves when a browser that connects to the visit was invited to each of these attempts. */
async function isShownTo(url: string, visitId: string, expected: Set<string>): Promise<void> {
  const socket = io(`${url}/frontend`, { auth: { visitId }, transports: ['websocket'], reconnection: false });
  await new Promise<void>((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error(`${expected.size} did not come`)), 5_000);
    socket.on('invitation', ({ attemptId }: InvitationMessage) => {
      expected.delete(attemptId);
      if (expected.size > 0) return;
      clearTimeout(patience);
      resolve();
    });
  });
  socket.close();
}

import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { DispositionReply, InvitationMessage } from '#service/contract/index.js';
import { anIxnProfile } from './builders.js';

/** How long somebody who has been answered waits before the next thing, in milliseconds. */
const PAUSE_MS = 5;

/** Strategies that engage visits, and visitors who see what they are invited to and answer it, until it is stopped. */
export class OutcomeTraffic {
  /** Interactions whose engage was answered 200. */
  readonly engaged: string[] = [];
  private stopped = false;
  private readonly running: readonly Promise<void>[];

  private constructor(
    private readonly url: string,
    private readonly visitors: readonly Socket[],
    visitIds: readonly string[],
  ) {
    this.running = visitIds.map((visitId, index) => this.engage(visitId, index));
  }

  /** @param visits how many visits there are, each with a strategy and a visitor of its own */
  static async start(url: string, visits: number): Promise<OutcomeTraffic> {
    const visitIds = Array.from({ length: visits }, () => anIxnProfile().visitId);
    const visitors = visitIds.map((visitId) => aVisitorWhoAnswers(url, visitId));
    await Promise.all(visitors.map((socket) => new Promise<void>((resolve) => void socket.once('connect', resolve))));
    return new OutcomeTraffic(url, visitors, visitIds);
  }

  /** Resolves when everybody has come to the end of what they were at, or was cut off. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
    for (const socket of this.visitors) socket.close();
  }

  private async engage(visitId: string, index: number): Promise<void> {
    for (let count = 0; !this.stopped; count++) {
      const { interactionId } = anIxnProfile();
      if (await this.post('engage', { ixnProfile: { interactionId, visitId } })) this.engaged.push(interactionId);
      await delay(PAUSE_MS);
      // The visitor may be faster.
      if ((count + index) % 3 === 0) await this.post('noengage', { cancelData: { interactionId } });
    }
  }

  /** @returns whether it was answered 200 */
  private async post(verb: string, body: object): Promise<boolean> {
    try {
      const reply = await fetch(`${this.url}/backend/data/gateway/${verb}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(5_000),
      });
      await reply.arrayBuffer();
      return reply.status === 200;
    } catch {
      // The service has just been killed.
      await delay(50);
      return false;
    }
  }
}

/** Sees each invitation, and accepts or declines it after a moment. */
function aVisitorWhoAnswers(url: string, visitId: string): Socket {
  const socket = io(`${url}/frontend`, { auth: { visitId }, transports: ['websocket'], reconnection: false });
  const report = (attemptId: string, disposition: string): Promise<DispositionReply> =>
    socket.timeout(5_000).emitWithAck('disposition', { attemptId, disposition });
  socket.on('invitation', async ({ attemptId }: InvitationMessage) => {
    try {
      await report(attemptId, 'shown');
      await delay(PAUSE_MS);
      await report(attemptId, Math.random() < 0.5 ? 'accepted' : 'declined');
    } catch {
      // It was cut off.
    }
  });
  return socket;
}

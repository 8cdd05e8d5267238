import { Injectable } from '@nestjs/common';
import { Refusals } from '../access/index.js';
import type { Problem } from '../contract/index.js';
import { EventLog } from '../logging/index.js';
import type { FrontendSocket } from './frontend-socket.js';

/** Tells the log of connections: each of them only to whoever looks for a fault, since there may be many. */
@Injectable()
export class SocketLog {
  private readonly log = new EventLog('Frontend');

  constructor(private readonly refusals: Refusals) {}

  connected({ data: { identity, address } }: FrontendSocket): void {
    this.log.tell('socket.connected', { kind: identity.kind, address });
  }

  /** @param why in the words of Socket.IO */
  disconnected({ data: { identity, address } }: FrontendSocket, why: string | undefined): void {
    this.log.tell('socket.disconnected', { kind: identity.kind, address, why });
  }

  /** A handshake that was answered with this. */
  refused(problem: Problem, address: string): void {
    this.refusals.countAt(problem, address);
    this.log.tell('socket.refused', { code: problem.code, address });
  }

  /** An event that was answered with this before anything looked at it. */
  turnedBack(problem: Problem, { data: { address } }: FrontendSocket): void {
    this.refusals.countAt(problem, address);
    this.log.tell('frontend.refused', { code: problem.code });
  }
}

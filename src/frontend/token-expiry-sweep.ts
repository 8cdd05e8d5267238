import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock, type Moment, Periodic } from '../engagement/index.js';
import { EventLog } from '../logging/index.js';
import { FrontendMeasures } from './frontend-measures.js';
import type { FrontendNamespace, FrontendSocket } from './frontend-socket.js';

const PAUSE_MS = 1_000;

/** How long before its token expires a browser is told to renew it, in milliseconds. */
const WARN_AHEAD_MS = 30_000;

/** Closes connections whose visit token has expired, and tells browsers in time to renew theirs. */
@Injectable()
export class TokenExpirySweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep: Periodic;
  private namespace: FrontendNamespace | undefined;
  private readonly warned = new WeakSet<FrontendSocket>();

  constructor(
    private readonly clock: Clock,
    private readonly measures: FrontendMeasures,
  ) {
    this.sweep = new Periodic('token expiry sweep', PAUSE_MS, () => this.look(), new EventLog(TokenExpirySweep.name));
  }

  /** Looks at the connections of this namespace from now on. */
  over(namespace: FrontendNamespace): void {
    this.namespace = namespace;
  }

  /** The browser has a fresh token: it will be told again when that one runs out. */
  renewed(socket: FrontendSocket): void {
    this.warned.delete(socket);
  }

  onApplicationBootstrap(): void {
    void this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweep.stop();
  }

  private async look(): Promise<void> {
    const now = this.clock.now();
    for (const socket of this.namespace?.sockets.values() ?? []) {
      const { identity } = socket.data;
      if (identity.kind === 'browser' && identity.expiresAt !== null) this.judge(socket, identity.expiresAt - now);
    }
  }

  private judge(socket: FrontendSocket, remaining: Moment): void {
    if (remaining <= 0) {
      this.measures.cut.add('token-expired');
      socket.emit('token:expired', { remainingSeconds: 0 });
      socket.disconnect(true);
      return;
    }
    if (remaining > WARN_AHEAD_MS || this.warned.has(socket)) return;
    this.warned.add(socket);
    socket.emit('token:expiring', { remainingSeconds: Math.ceil(remaining / 1000) });
  }
}

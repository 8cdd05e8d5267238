import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Configuration } from '../config/index.js';
import { Fault } from '../faults/index.js';
import { EventLog } from '../logging/index.js';

const WINDOW_SECONDS = 60;

/** A wrong credential, or none where one is needed. */
interface Failure {
  /** `null` for what is no call. */
  readonly requestId: string | null;
  readonly side: 'gateway' | 'operations' | 'frontend';
  /** In words that repeat nothing of the credential. */
  readonly why: string;
}

/** Counts the wrong credentials that an address shows, so that nobody can go on guessing. */
@Injectable()
export class AuthenticationFailures {
  private readonly log = new EventLog(AuthenticationFailures.name);
  private readonly failures: RateLimiterMemory;

  constructor(@Inject(Configuration) { failuresPerMinute }: Pick<Configuration, 'failuresPerMinute'>) {
    this.failures = new RateLimiterMemory({ points: failuresPerMinute, duration: WINDOW_SECONDS });
  }

  /** @returns the fault of a caller that has shown too many; `undefined` for one that may try */
  async refusalOf(address: string): Promise<Fault | undefined> {
    const found = await this.failures.get(address);
    if (found === null || found.remainingPoints > 0) return undefined;
    return new Fault('too-many-requests', 'Too many wrong credentials came from this address.', {
      retryAfterSeconds: Math.max(1, Math.ceil(found.msBeforeNext / 1000)),
    });
  }

  async count(address: string, failure: Failure): Promise<void> {
    this.log.tell('authentication.failed', { ...failure, address });
    await this.failures.penalty(address);
  }
}

import { randomFillSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { V7Generator } from 'uuidv7';
import type { Moment } from './attempt.js';
import { Clock } from './clock.js';

/** How far the clock may step back before ids follow it, in milliseconds: until then they stay in order. */
const ROLLBACK_ALLOWANCE_MS = 10_000;

const ATTEMPT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text may be the id of an attempt. */
export function isAttemptId(text: string): boolean {
  return ATTEMPT_ID.test(text);
}

/** When an attempt was made, as its id tells: to a moment. */
export function createdAtOf(attemptId: string): Moment {
  return Number.parseInt(attemptId.slice(0, 8) + attemptId.slice(9, 13), 16);
}

/** Strong random numbers, drawn many at a time: each draw has its price. */
class RandomNumbers {
  private readonly drawn = new Uint32Array(1_024);
  private next = this.drawn.length;

  nextUint32(): number {
    if (this.next === this.drawn.length) {
      randomFillSync(this.drawn);
      this.next = 0;
    }
    return this.drawn[this.next++] ?? 0;
  }
}

/** Makes attempt ids: UUIDv7, each greater than the one before. */
@Injectable()
export class AttemptIds {
  private readonly generator = new V7Generator(new RandomNumbers());

  constructor(private readonly clock: Clock) {}

  next(): string {
    return this.generator.generateOrResetCore(this.clock.now(), ROLLBACK_ALLOWANCE_MS).toString();
  }
}

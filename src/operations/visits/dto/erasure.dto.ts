import { ApiSchema } from '@nestjs/swagger';
import type { Erasure } from '../../../engagement/index.js';

@ApiSchema({ name: 'Erasure', description: 'That a visit was erased; nothing of what there was.' })
export class ErasureDto {
  /**
   * UUIDv7: ids of erasures sort by age.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  erasureId!: string;

  /**
   * When it began; RFC 3339, UTC.
   * @example '2026-01-31T12:00:00.000Z'
   */
  at!: string;

  /**
   * When it was over; RFC 3339, UTC. `null` for one that was interrupted: erase the visit once more.
   * @example '2026-01-31T12:00:00.120Z'
   */
  completedAt!: string | null;

  /**
   * The operator, by the name of their key; `null` in open mode.
   * @example 'night-shift'
   */
  actor!: string | null;

  /**
   * How many attempts were erased.
   * @example 3
   */
  attempts!: number;

  static of({ erasureId, at, completedAt, actor, attempts }: Erasure): ErasureDto {
    return {
      erasureId,
      at: new Date(at).toISOString(),
      completedAt: completedAt === null ? null : new Date(completedAt).toISOString(),
      actor,
      attempts,
    };
  }
}

@ApiSchema({ name: 'ErasurePage', description: 'One page of a list of erasures, the latest first.' })
export class ErasurePageDto {
  /** The erasures of this page. */
  erasures!: ErasureDto[];

  /**
   * Asks for the next page when it is sent as `cursor`; `null` on the last one.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  nextCursor!: string | null;
}

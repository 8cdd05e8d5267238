import { ApiSchema } from '@nestjs/swagger';
import { OneOf, Optional, WholeNumber } from '../../fields/index.js';
import { LOG_LEVELS, type LogLevel } from '../../logging/index.js';
import type { LogLevelNow } from '../log-levels.js';

const MOST_SECONDS = 86_400;

@ApiSchema({ name: 'LogLevelChange', description: 'Which lines the log is to have.' })
export class LogLevelChangeDto {
  /**
   * The least important lines to write.
   * @example 'debug'
   */
  @OneOf(LOG_LEVELS)
  level!: LogLevel;

  /**
   * After how many seconds the level that the service started with comes back; without it, the new one stays until it is
   * changed again, or the service is started again.
   * @example 600
   */
  @Optional()
  @WholeNumber(1, MOST_SECONDS)
  forSeconds?: number;
}

@ApiSchema({ name: 'LogLevel', description: 'Which lines the log of this node has.' })
export class LogLevelDto {
  /**
   * The least important lines that are written now.
   * @example 'debug'
   */
  level!: LogLevel;

  /**
   * The level that the service started with (`LOG_LEVEL`).
   * @example 'info'
   */
  startLevel!: LogLevel;

  /**
   * When that one comes back; RFC 3339, UTC. `null` when no time was set.
   * @example '2026-01-31T12:10:00.000Z'
   */
  until!: string | null;

  static of({ level, startLevel, until }: LogLevelNow): LogLevelDto {
    return { level, startLevel, until: until?.toISOString() ?? null };
  }
}

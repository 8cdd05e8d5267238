import type { Configuration } from '../config/index.js';

export type LogLevel = Configuration['logLevel'];

/** From what is written least often to what is always written. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[];

const RANKS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Whether lines of a level are written when this is the least important that is. */
export function isWritten(level: LogLevel, least: LogLevel): boolean {
  return RANKS[level] >= RANKS[least];
}

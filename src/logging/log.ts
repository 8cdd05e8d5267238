import type { pino } from 'pino';
import { EVENTS, type EventName } from './events.js';
import { jsonLines, type Lines } from './json-lines.js';
import { isWritten, type LogLevel } from './levels.js';

/** Writes the facts of one kind of event. */
type Tell = (facts: object) => void;

/** Where everything is told, and from which level on it is written. */
export class Log {
  /** The least important lines that are written: all loggers ask here, each time. */
  level: LogLevel = 'info';

  private readonly pino: pino.Logger;

  constructor(lines: Lines) {
    this.pino = jsonLines(lines);
  }

  isWritten(event: EventName): boolean {
    return isWritten(EVENTS[event].level, this.level);
  }

  /** What tells of one kind of event from one part of the service: all but its facts is made once. */
  teller(part: string, event: EventName): Tell {
    const logger = this.pino.child({ part, event });
    return logger[EVENTS[event].level].bind(logger);
  }
}

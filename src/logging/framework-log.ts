import type { LoggerService } from '@nestjs/common';
import { EventLog } from './event-log.js';

const BY_DEFAULT = 'Framework';

/** Takes what Nest says of itself. Its news is for whoever looks for a fault; only its warnings and failures are for all. */
export class FrameworkLog implements LoggerService {
  private readonly logs = new Map<string, EventLog>();

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.of(rest).tell('framework.told', { text: String(message) });
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.log(message, ...rest);
  }

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.log(message, ...rest);
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.of(rest).tell('framework.warned', { text: String(message) });
  }

  /** The stack may come apart from the message, before the context. */
  error(message: unknown, ...rest: readonly unknown[]): void {
    const err = [message, ...rest].find((part) => part instanceof Error);
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? rest[0] : undefined;
    this.of(rest).tell('framework.failed', { text: String(message), err: err ?? stack });
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.error(message, ...rest);
  }

  /** The part of the framework that speaks is its last word. */
  private of(rest: readonly unknown[]): EventLog {
    const last = rest.at(-1);
    const part = typeof last === 'string' && last !== '' ? last : BY_DEFAULT;
    let log = this.logs.get(part);
    if (log === undefined) {
      log = new EventLog(part);
      this.logs.set(part, log);
    }
    return log;
  }
}

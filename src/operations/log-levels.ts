import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { EventLog, isWritten, type LogLevel, theLog } from '../logging/index.js';

/** Which lines the log has now. */
export interface LogLevelNow {
  readonly level: LogLevel;
  /** The level that the service started with. */
  readonly startLevel: LogLevel;
  /** When that one holds again, by the clock of this machine; `null` when it holds, or has not been asked for. */
  readonly until: Date | null;
}

/** Who changes the level: an operator, by the name of their key, or whoever sends the signal. */
type By = { readonly actor: string | null } | { readonly signal: string };

/** Changes which lines are written, while the service runs, and has the level it started with come back in time. */
@Injectable()
export class LogLevels implements OnApplicationShutdown {
  private readonly log = new EventLog('Log');
  private readonly startLevel: LogLevel;
  private until: Date | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(Configuration) { logLevel }: Pick<Configuration, 'logLevel'>) {
    this.startLevel = logLevel;
  }

  get now(): LogLevelNow {
    return { level: theLog.level, startLevel: this.startLevel, until: this.until };
  }

  /** @param forSeconds then the level that the service started with comes back; `null`: it stays until it is changed */
  change(to: LogLevel, forSeconds: number | null, by: By): LogLevelNow {
    this.forget();
    this.set(to, forSeconds, by);
    if (forSeconds !== null) {
      this.until = new Date(Date.now() + forSeconds * 1000);
      this.timer = setTimeout(() => this.restore(), forSeconds * 1000).unref();
    }
    return this.now;
  }

  /** From `debug` to what was at the start, and from anything else to `debug`. */
  toggleDebug(signal: string): void {
    const calm = this.startLevel === 'debug' ? 'info' : this.startLevel;
    this.change(theLog.level === 'debug' ? calm : 'debug', null, { signal });
  }

  onApplicationShutdown(): void {
    this.forget();
  }

  private restore(): void {
    this.forget();
    this.set(this.startLevel, null, { actor: null });
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.until = null;
  }

  /** Told while such lines are written. */
  private set(to: LogLevel, forSeconds: number | null, by: By): void {
    const from = theLog.level;
    const { actor, signal } = { actor: undefined, signal: undefined, ...by };
    const tell = (): void => this.log.tell('log.level-changed', { from, to, forSeconds, actor, signal });
    const isMore = isWritten(from, to);
    if (!isMore) tell();
    theLog.level = to;
    if (isMore) tell();
  }
}

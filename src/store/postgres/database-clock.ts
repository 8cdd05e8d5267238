import { Clock, type Moment } from '../../engagement/model.js';
import type { Queries } from './database.js';

/** How often the database is asked for the time, in milliseconds. */
const ASK_EVERY_MS = 5_000;

/** An answer that took longer than this tells too little, in milliseconds; without another, it is taken all the same. */
const TELLS_ENOUGH_MS = 250;

/**
 * The database's time, which all nodes share, whatever their own clocks say: asked now and then, and counted on between
 * by a clock that nobody sets.
 */
export class DatabaseClock extends Clock {
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly queries: Queries,
    /** What to add to the milliseconds since this process began. */
    private offset: number,
  ) {
    super();
  }

  static async of(queries: Queries): Promise<DatabaseClock> {
    const { offset } = await ask(queries);
    const clock = new DatabaseClock(queries, offset);
    clock.askAgain();
    return clock;
  }

  override now(): Moment {
    return Math.round(performance.now() + this.offset);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private askAgain(): void {
    this.timer = setTimeout(() => {
      ask(this.queries).then(
        ({ offset, tookMs }) => {
          if (tookMs < TELLS_ENOUGH_MS) this.offset = offset;
          this.askAgain();
        },
        () => this.askAgain(),
      );
    }, ASK_EVERY_MS).unref();
  }
}

async function ask(queries: Queries): Promise<{ readonly offset: number; readonly tookMs: number }> {
  const begun = performance.now();
  const [row] = await queries.all<{ readonly now: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now',
  );
  const tookMs = performance.now() - begun;
  if (row === undefined) throw new Error('the database does not know the time');
  return { offset: row.now - begun - tookMs / 2, tookMs };
}

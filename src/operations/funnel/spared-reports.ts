import type { Clock, Moment } from '../../engagement/index.js';

/** For how long nothing is made after something was, in times of what the making took. */
const RESTS = 9;

/** Nothing is told that is older, in milliseconds, however long the making takes. */
export const OLDEST_MS = 60_000;

interface Kept<Report> {
  readonly report: Promise<Report>;
  /** When its making began: what has happened since is not in it. */
  readonly since: Moment;
}

/**
 * Reports that cost the store time, which the calls of visitors need too: however many ask, it spends a tenth of its time on them,
 * as long as they take no more than six seconds in all.
 * Whoever asks while one is being made gets it, and so does whoever asks soon after.
 */
export class SparedReports<Name, Report> {
  private readonly underWay = new Map<Name, Promise<Report>>();
  private readonly kept = new Map<Name, Kept<Report>>();
  private restsUntil: Moment = 0;

  constructor(
    private readonly make: (name: Name) => Promise<Report>,
    private readonly clock: Clock,
  ) {}

  about(name: Name): Promise<Report> {
    const kept = this.kept.get(name);
    if (kept !== undefined && this.isGood(kept)) return kept.report;
    return this.underWay.get(name) ?? this.begin(name);
  }

  /** A clock that was set back makes nothing last. */
  private isGood({ since }: Kept<unknown>): boolean {
    const now = this.clock.now();
    return now >= since && now < since + OLDEST_MS && now < this.restsUntil;
  }

  /** What fails has cost the store time too. */
  private begin(name: Name): Promise<Report> {
    const since = this.clock.now();
    const report = this.make(name);
    this.underWay.set(name, report);
    const end = (): void => {
      this.underWay.delete(name);
      this.kept.set(name, { report, since });
      this.restAfter(since);
    };
    void report.then(end, end);
    return report;
  }

  private restAfter(since: Moment): void {
    const now = this.clock.now();
    const rest = RESTS * Math.max(0, now - since);
    this.restsUntil = Math.min(Math.max(this.restsUntil, now) + rest, now + OLDEST_MS);
  }
}

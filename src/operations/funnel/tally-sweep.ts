import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock, OutcomeLog, Periodic, TALLY_GRAINS, TallyBook, type TallyGrain } from '../../engagement/index.js';
import { EventLog } from '../../logging/index.js';

/** How often outcomes are counted, in milliseconds. */
const COUNT_EVERY_MS = 2_000;

/** How many one step counts: a few milliseconds' work. */
const BATCH = 500;

/** How many steps somebody who asks waits for. */
const CATCH_UP_BATCHES = 10;

/** How often old counts are forgotten. */
const FORGET_EVERY_MS = 60_000;

/** For how long counts of each grain are kept; days are kept for good. */
const KEPT_MS: Readonly<Record<Exclude<TallyGrain, 'day'>, number>> = {
  minute: 3 * TALLY_GRAINS.day,
  hour: 100 * TALLY_GRAINS.day,
};

/** Counts what has happened, a moment later. Any number of nodes may; one at a time does. */
@Injectable()
export class TallySweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new EventLog(TallySweep.name);
  private readonly sweeps = [
    new Periodic('counting', COUNT_EVERY_MS, () => this.count(), this.log),
    new Periodic('forgetting counts', FORGET_EVERY_MS, () => this.forget(), this.log),
  ];
  private isStopping = false;

  constructor(
    private readonly book: TallyBook,
    private readonly outcomes: OutcomeLog,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    for (const sweep of this.sweeps) void sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.sweeps.map((sweep) => sweep.stop()));
  }

  /** Counts what has just happened: all of it, unless there is a great deal. */
  async catchUp(): Promise<void> {
    await this.count(CATCH_UP_BATCHES);
  }

  private async count(batches = Number.POSITIVE_INFINITY): Promise<void> {
    await this.goOn(batches, () => this.outcomes.giveOutPlaces(BATCH));
    await this.goOn(batches, () => this.book.count(BATCH));
  }

  private async goOn(batches: number, step: () => Promise<number>): Promise<void> {
    for (let done = 0; done < batches && !this.isStopping; done++) if ((await step()) < BATCH) return;
  }

  private async forget(): Promise<void> {
    for (const grain of ['minute', 'hour'] as const) {
      const before = this.clock.now() - KEPT_MS[grain];
      await this.goOn(Number.POSITIVE_INFINITY, () => this.book.forget(grain, before, BATCH));
    }
  }
}

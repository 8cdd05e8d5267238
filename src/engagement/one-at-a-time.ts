/** Does a task once at a time. Who asks for it while it is being done gets it done once more, with everybody who asks then. */
export class OneAtATime {
  private underWay: Promise<void> | undefined;
  private again = false;

  constructor(private readonly task: () => Promise<void>) {}

  /** Resolves when a run that began after this call has ended; rejects as a run does. */
  run(): Promise<void> {
    this.again = true;
    this.underWay ??= this.untilStill();
    return this.underWay;
  }

  private async untilStill(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        await this.task();
      }
    } finally {
      // In the same moment as the last look at who has asked: nobody waits for a run that does not come.
      this.underWay = undefined;
    }
  }
}

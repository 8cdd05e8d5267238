/** Whether something could be used when it was last tried, and since when that is so. */
export class Availability {
  private current: boolean;
  private changedAt = Date.now();

  constructor(isUp: boolean) {
    this.current = isUp;
  }

  get isUp(): boolean {
    return this.current;
  }

  /** By this machine's clock. */
  get since(): Date {
    return new Date(this.changedAt);
  }

  was(isUp: boolean): void {
    if (isUp === this.current) return;
    this.current = isUp;
    this.changedAt = Date.now();
  }
}

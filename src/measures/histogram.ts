/** How often values fell into which range. */
export class Histogram {
  private readonly counts: number[];
  private total = 0;

  /** @param bounds the upper ends of the ranges, ascending; a value belongs to the first that it does not exceed */
  constructor(private readonly bounds: readonly number[]) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    const { bounds, counts } = this;
    let index = 0;
    while (index < bounds.length && value > (bounds[index] ?? value)) index++;
    counts[index] = (counts[index] ?? 0) + 1;
    this.total += value;
  }

  /** How many values there were. */
  get count(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** All values together. */
  get sum(): number {
    return this.total;
  }

  /** For each bound, how many values did not exceed it. */
  get buckets(): readonly (readonly [bound: number, count: number])[] {
    let below = 0;
    return this.bounds.map((bound, index) => {
      below += this.counts[index] ?? 0;
      return [bound, below];
    });
  }
}

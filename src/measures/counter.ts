/** Counts things by name. */
export class Counter<Name extends string = string> {
  private readonly counts = new Map<Name, number>();

  /** @param names are there from the beginning, with nothing counted, so that the first of each is seen to be one */
  constructor(names: readonly Name[] = []) {
    for (const name of names) this.counts.set(name, 0);
  }

  add(name: Name, count = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + count);
  }

  /** Every name so far with its count. */
  [Symbol.iterator](): IterableIterator<readonly [name: Name, count: number]> {
    return this.counts.entries();
  }
}

/** Stands for names that came when there was no room for more. */
export const OTHER = '(other)';

/** Names that others make up, as far as they are told apart: the first to come. */
export class BoundedNames {
  private readonly known: Set<string>;
  private readonly most: number;

  /** @param own names that are told apart in any case, beside as many as `most` of others */
  constructor(most: number, own: readonly string[] = []) {
    this.known = new Set(own);
    this.most = this.known.size + most;
  }

  /** The name itself, or `(other)`. */
  of(name: string): string {
    if (this.known.has(name)) return name;
    if (this.known.size >= this.most) return OTHER;
    this.known.add(name);
    return name;
  }
}

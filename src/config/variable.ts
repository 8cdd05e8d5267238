/** One environment variable: what it means, and how its text becomes a value. */
export interface Variable<T> {
  readonly name: string;
  /** Markdown for the table of variables. */
  readonly meaning: string;
  /** What its text must look like, as it continues "must be …". */
  readonly shape: string;
  readonly example: string;
  /** Text that stands in when the variable is absent or empty. */
  readonly default: string;
  /** Its text may hold a password: no message repeats it, and a file may hold it, which its `…_FILE` twin names. */
  readonly secret?: true;
  /** What may be shown of a secret text; without it, nothing. */
  readonly masked?: (text: string) => string;
  /** @returns `undefined` when the text is not of the shape */
  readonly parse: (text: string) => T | undefined;
}

export function variable<T>(name: string, rest: Omit<Variable<T>, 'name'>): Variable<T> {
  return { name, ...rest };
}

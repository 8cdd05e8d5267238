import type { Environment } from '../config/index.js';

/** Whom a command speaks to, and what it knows of where it runs. */
export interface Surroundings {
  readonly environment: Environment;
  /** Variables that only the `.env` file has set. */
  readonly fromFile: ReadonlySet<string>;
  /** For the result. */
  readonly out: (text: string) => unknown;
  /** For everything else: progress, and what is wrong. */
  readonly err: (text: string) => unknown;
  /** Whether somebody watches. */
  readonly showsProgress: boolean;
}

/** What a command cannot do, and what to do about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

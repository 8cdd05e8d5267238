import { clockTime } from './parts/figures.js';
import { Refusal, Unreachable } from './operations-api.js';

/** What went wrong, in words that help. */
export function explained(error: unknown): string {
  if (error instanceof Unreachable) return 'The service cannot be reached. Is it up, and is there a way to it?';
  if (!(error instanceof Refusal)) return 'Something is wrong with this page. Load it again.';
  switch (error.status) {
    case 401:
      return `The key was not taken. ${error.message}`;
    case 429:
      return `Too many tries: wait a minute. ${error.message}`;
    case 503:
      return 'The service is up, but cannot reach its database, or has too much to do.';
    default:
      return error.message;
  }
}

/** The same where something older is still shown. */
export function explainedOver(error: unknown, shownAt: Date | undefined): string {
  const asOf = shownAt === undefined ? '' : ` What you see is as of ${clockTime(shownAt)}.`;
  return `${explained(error)}${asOf} It is tried again.`;
}

/** The same in a few words, for where it else says that it is live; nothing where nothing is shown that could be old. */
export function staleness(error: unknown, shownAt: Date | undefined): string {
  const isReached = !(error instanceof Unreachable);
  if (shownAt === undefined) return isReached ? '' : 'Not reached';
  return `${isReached ? 'Not up to date' : 'Not reached'} since ${clockTime(shownAt)}`;
}

/** Whether another try may bring something else. */
export function mayPass(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refusal && (error.status >= 500 || error.status === 429));
}

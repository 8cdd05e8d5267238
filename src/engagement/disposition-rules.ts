import type { AttemptState, DispositionName } from '../contract/index.js';
import { hasEnded, mayFollow } from './lifecycle.js';

/** What the store knows of an attempt when a page reports on it. */
export interface Standing {
  readonly state: AttemptState;
  /** The pages that show the invitation now. */
  readonly showingPages: readonly string[];
  /** The `dispositionId` of the answer that ended it. */
  readonly endedBy: string | null;
}

export interface Report {
  readonly disposition: DispositionName;
  readonly dispositionId: string | null;
  readonly page: string;
}

export type Verdict =
  | { readonly kind: 'advance'; readonly to: AttemptState; readonly showingPages: readonly string[] }
  /** The state stays; `showingPages` is what to remember. */
  | { readonly kind: 'acknowledge'; readonly showingPages: readonly string[] }
  | { readonly kind: 'ended-otherwise' }
  | { readonly kind: 'out-of-order' };

/** How many pages are remembered as showing an attempt: enough for every tab, and not for whoever makes pages up. */
const MOST_SHOWING_PAGES = 32;

/** What a page's report does to an attempt. Stores apply the verdict in the transaction that read the standing. */
export function judge(standing: Standing, report: Report): Verdict {
  const { state, showingPages } = standing;
  const { disposition, page } = report;
  if (hasEnded(state)) {
    return isRepeat(standing, report) ? { kind: 'acknowledge', showingPages } : { kind: 'ended-otherwise' };
  }

  const others = showingPages.filter((other) => other !== page);
  if (disposition === 'failed' && others.length > 0) return { kind: 'acknowledge', showingPages: others };

  const nowShowing = disposition === 'shown' ? [...others, page].slice(-MOST_SHOWING_PAGES) : showingPages;
  if (mayFollow(state, disposition)) return { kind: 'advance', to: disposition, showingPages: nowShowing };
  return hasEnded(disposition) ? { kind: 'out-of-order' } : { kind: 'acknowledge', showingPages: nowShowing };
}

function isRepeat(standing: Standing, report: Report): boolean {
  return (
    report.dispositionId !== null && report.dispositionId === standing.endedBy && report.disposition === standing.state
  );
}

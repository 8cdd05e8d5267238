import type { Moment } from './attempt.js';

/** What the deployer's rules grant a visit. Times are in milliseconds; what is `null` is not limited. */
export interface VisitLimits {
  /** For how long a visitor who has declined is left alone. */
  readonly quietAfterDecline: number | null;
  /** The same for one who has accepted. */
  readonly quietAfterAcceptance: number | null;
  readonly cap: InvitationCap | null;
}

/** So many invitations within so many milliseconds. */
export interface InvitationCap {
  readonly most: number;
  readonly within: number;
}

/** What is on record of a visit. */
export interface VisitHistory {
  /** The visitor has said so. */
  readonly dontAskAgain: boolean;
  /** When the visitor declined last. */
  readonly declinedAt: Moment | null;
  readonly acceptedAt: Moment | null;
  /** How many invitations the visitor may still see, or saw: of those that have ended, the ones within the time of the cap. */
  readonly invitations: number;
}

/** Why a visit is left alone when its visitor wants it. */
export const DONT_ASK_AGAIN = 'dont-ask-again';

/** Why a visit is left alone, as its history has it. */
export type ReasonOfVisit = typeof DONT_ASK_AGAIN | 'quiet-after-decline' | 'quiet-after-acceptance' | 'invitation-cap';

/** @returns the reason that lasts longest first; nothing when the visitor may be invited */
export function reasonToSuppress(
  { dontAskAgain, declinedAt, acceptedAt, invitations }: VisitHistory,
  limits: VisitLimits | null,
  at: Moment,
): ReasonOfVisit | undefined {
  if (dontAskAgain) return DONT_ASK_AGAIN;
  if (limits === null) return undefined;
  if (isQuiet(declinedAt, limits.quietAfterDecline, at)) return 'quiet-after-decline';
  if (isQuiet(acceptedAt, limits.quietAfterAcceptance, at)) return 'quiet-after-acceptance';
  if (limits.cap !== null && invitations >= limits.cap.most) return 'invitation-cap';
  return undefined;
}

/** How far back the limits look, in milliseconds. */
export function reachOf({ quietAfterDecline, quietAfterAcceptance, cap }: VisitLimits): number {
  return Math.max(quietAfterDecline ?? 0, quietAfterAcceptance ?? 0, cap?.within ?? 0);
}

function isQuiet(answeredAt: Moment | null, quiet: number | null, at: Moment): boolean {
  return answeredAt !== null && quiet !== null && at < answeredAt + quiet;
}

/** There was nothing to cancel: the visit has no active attempt. */
export class NothingCancelledDto {
  attemptId!: null;
  interactionId!: null;
  visitId!: string | null;
  pageId!: null;
  channel!: null;
  language!: null;
  ruleName!: null;
  state!: null;
  reason!: null;
  createdAt!: null;
  expiresAt!: null;
  endedAt!: null;
}

export function nothingCancelled(visitId: string | null): NothingCancelledDto {
  return {
    attemptId: null,
    interactionId: null,
    visitId,
    pageId: null,
    channel: null,
    language: null,
    ruleName: null,
    state: null,
    reason: null,
    createdAt: null,
    expiresAt: null,
    endedAt: null,
  };
}

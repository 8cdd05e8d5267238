import type { ClaimedDelivery, Outcome } from '#service/engagement/index.js';

const AT = Date.parse('2026-01-31T12:00:14.310Z');

/** What a visitor's answer has come to. */
export function anOutcome(overrides: Partial<Outcome> = {}): Outcome {
  return {
    position: 4711,
    sequence: 3,
    state: 'accepted',
    at: AT,
    by: 'visitor',
    reason: null,
    attempt: {
      attemptId: '019c1234-5678-7abc-8def-0123456789ab',
      interactionId: 'interaction-1',
      visitId: 'visit-1',
      pageId: null,
      channel: 'chat',
      language: null,
      ruleName: null,
      state: 'accepted',
      reason: null,
      createdAt: AT - 14_310,
      expiresAt: AT + 285_690,
      endedAt: AT,
      traceParent: null,
      invitation: { displaySeconds: 60 },
      data: { cartTotal: 129.9 },
      clientData: null,
    },
    ...overrides,
  };
}

export function aClaimedDelivery(overrides: Partial<ClaimedDelivery> = {}): ClaimedDelivery {
  return { endpoint: 'default', isProbe: false, tries: 1, plannedAt: AT, outcome: anOutcome(), ...overrides };
}

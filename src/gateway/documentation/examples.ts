/** Requests and replies for the documents. Each request works as it stands, also the second time. */

const REASON = 'no agent is free any more';

export const ENGAGE_EXAMPLES = {
  everything: {
    summary: 'Every field',
    value: {
      ixnProfile: {
        interactionId: '0000Ja8VNEVB000G',
        visitId: 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a',
        pageId: '654E0122924F42EA82B5C581A394555D',
        channel: 'chat',
        language: 'en',
        ruleName: 'cart-abandonment',
        invitation: {
          title: 'Can we help you?',
          message: 'One of our specialists is free right now and can answer your questions.',
          acceptLabel: 'Chat now',
          declineLabel: 'No, thanks',
          displaySeconds: 60,
          url: 'https://www.example.com/chat',
        },
        timeToLive: 300,
        data: { cartTotal: 129.9 },
        clientData: { theme: 'winter' },
      },
    },
  },
  least: {
    summary: 'Only what is mandatory',
    value: { ixnProfile: { interactionId: '0000Ja8VNEVB000J', visitId: '1f7cbb5e-3f4c-4f0e-8a34-6b6f6f1f2a11' } },
  },
  callback: {
    summary: 'A call back, offered in German for ten minutes',
    value: {
      ixnProfile: {
        interactionId: '0000Ja8VNEVB000K',
        visitId: '7d0f6a52-0d0f-4b8e-9a57-3c1f7b1f2a12',
        channel: 'callback',
        language: 'de',
        invitation: { title: 'Sollen wir Sie anrufen?', acceptLabel: 'Ja, gern', declineLabel: 'Nein, danke' },
        timeToLive: 600,
      },
    },
  },
};

export const NOENGAGE_EXAMPLES = {
  visit: {
    summary: 'Whatever is active for a visit',
    value: { cancelData: { visitId: 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a', reason: REASON } },
  },
  interaction: {
    summary: 'The attempt of an interaction',
    value: { cancelData: { interactionId: '0000Ja8VNEVB000J', reason: REASON } },
  },
  unseen: {
    summary: 'An interaction that nobody has engaged yet',
    value: { cancelData: { interactionId: '0000Ja8VNEVB000H' } },
  },
};

const STARTED = {
  attemptId: '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21',
  interactionId: '0000Ja8VNEVB000G',
  visitId: 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a',
  pageId: '654E0122924F42EA82B5C581A394555D',
  channel: 'chat',
  language: 'en',
  ruleName: 'cart-abandonment',
  state: 'pending',
  reason: null,
  createdAt: '2026-01-31T12:00:00.000Z',
  expiresAt: '2026-01-31T12:05:00.000Z',
  endedAt: null,
};

const CANCELLED = { ...STARTED, state: 'cancelled', reason: REASON, endedAt: '2026-01-31T12:00:20.000Z' };

const SUPPRESSED = {
  ...STARTED,
  state: 'suppressed',
  reason: 'quiet-after-decline',
  endedAt: '2026-01-31T12:00:00.000Z',
};

const REMEMBERED = {
  ...CANCELLED,
  attemptId: '0198f2a4-9d40-7c05-8e11-5b7d2f3a6c90',
  interactionId: '0000Ja8VNEVB000H',
  visitId: null,
  pageId: null,
  channel: null,
  language: null,
  ruleName: null,
  reason: null,
  expiresAt: null,
  endedAt: '2026-01-31T12:00:00.000Z',
};

const NOTHING = {
  ...Object.fromEntries(Object.keys(STARTED).map((field) => [field, null])),
  visitId: STARTED.visitId,
};

const { invitation, data, clientData } = ENGAGE_EXAMPLES.everything.value.ixnProfile;

const ACCEPTED = {
  ...STARTED,
  state: 'accepted',
  endedAt: '2026-01-31T12:00:14.310Z',
  invitation,
  data,
  clientData,
  transitions: [
    { state: 'pending', at: '2026-01-31T12:00:00.000Z', by: 'strategy', actor: 'orchestration', reason: null },
    { state: 'delivered', at: '2026-01-31T12:00:00.042Z', by: 'visitor', actor: null, reason: null },
    { state: 'shown', at: '2026-01-31T12:00:00.118Z', by: 'visitor', actor: null, reason: null },
    { state: 'accepted', at: '2026-01-31T12:00:14.310Z', by: 'visitor', actor: null, reason: null },
  ],
};

export const ENGAGE_REPLIES = {
  started: { summary: 'A new attempt', value: STARTED },
  replayed: { summary: 'The same engage again: the attempt as it stands now', value: { ...STARTED, state: 'shown' } },
  overtaken: { summary: 'Its cancellation came first: nothing is shown', value: CANCELLED },
  suppressed: { summary: 'A rule speaks against it: nobody is invited', value: SUPPRESSED },
};

export const NOENGAGE_REPLIES = {
  cancelled: { summary: 'The cancelled attempt', value: CANCELLED },
  remembered: { summary: 'An interaction not seen yet, remembered as cancelled', value: REMEMBERED },
  nothing: { summary: 'The visit had no active attempt', value: NOTHING },
};

export const ATTEMPT_REPLIES = {
  accepted: { summary: 'An attempt that the visitor accepted', value: ACCEPTED },
  suppressed: {
    summary: 'An attempt that a rule speaks against',
    value: {
      ...SUPPRESSED,
      invitation,
      data,
      clientData,
      transitions: [
        {
          state: 'suppressed',
          at: '2026-01-31T12:00:00.000Z',
          by: 'gateway',
          actor: null,
          reason: 'quiet-after-decline',
        },
      ],
    },
  },
};

export const ATTEMPTS_REPLIES = {
  page: {
    summary: 'A page with another one after it',
    value: { attempts: [REMEMBERED, STARTED], nextCursor: STARTED.attemptId },
  },
  last: { summary: 'The last page', value: { attempts: [STARTED], nextCursor: null } },
};

export const VISIT_TOKEN_EXAMPLES = {
  visit: {
    summary: 'For any page of a visit, for an hour',
    value: { visitId: 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a' },
  },
  page: {
    summary: 'For one page, for five minutes',
    value: {
      visitId: 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a',
      pageId: '654E0122924F42EA82B5C581A394555D',
      lifetimeSeconds: 300,
    },
  },
};

export const VISIT_TOKEN_REPLIES = {
  token: {
    summary: 'The token',
    value: {
      token:
        'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiM2M1YTNlMC01YTBlLTRjNmUtOWY1Ny0wYTRiOGU0YzhkMWEiLCJpYXQiOjE3Njk4NjA4MDAsImV4cCI6MTc2OTg2NDQwMH0.c2lnbmF0dXJl',
      expiresAt: '2026-01-31T13:00:00.000Z',
    },
  },
};

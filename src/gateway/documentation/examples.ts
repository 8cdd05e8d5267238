/** Request examples. Each works as it stands, also the second time. */

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
  everyPage: {
    summary: 'A callback, offered on every open page of the visit',
    value: {
      ixnProfile: {
        interactionId: '0000Ja8VNEVB000K',
        visitId: '7d0f6a52-0d0f-4b8e-9a57-3c1f7b1f2a12',
        channel: 'callback',
        invitation: { title: 'Shall we call you back?', acceptLabel: 'Call me' },
      },
    },
  },
};

export const NOENGAGE_EXAMPLES = {
  visit: {
    summary: 'Whatever is active for a visit',
    value: { cancelData: { visitId: 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a', reason: 'no agent is free any more' } },
  },
  interaction: {
    summary: 'The attempt of an interaction',
    value: { cancelData: { interactionId: '0000Ja8VNEVB000J', reason: 'no agent is free any more' } },
  },
  unseen: {
    summary: 'An interaction that nobody has engaged yet',
    value: { cancelData: { interactionId: '0000Ja8VNEVB000H' } },
  },
};

const ENGAGED = {
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

const CANCELLED = {
  ...ENGAGED,
  state: 'cancelled',
  reason: 'no agent is free any more',
  endedAt: '2026-01-31T12:00:20.000Z',
};

const UNSEEN = {
  ...CANCELLED,
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
  ...Object.fromEntries(Object.keys(ENGAGED).map((field) => [field, null])),
  visitId: ENGAGED.visitId,
};

export const ENGAGE_REPLIES = {
  started: { summary: 'A new attempt', value: ENGAGED },
  replayed: { summary: 'The same engage again: the attempt as it stands now', value: { ...ENGAGED, state: 'shown' } },
  overtaken: { summary: 'Its cancellation came first: nothing is shown', value: CANCELLED },
};

export const NOENGAGE_REPLIES = {
  cancelled: { summary: 'The cancelled attempt', value: CANCELLED },
  remembered: { summary: 'An interaction not seen yet, remembered as cancelled', value: UNSEEN },
  nothing: { summary: 'The visit had no active attempt', value: NOTHING },
};

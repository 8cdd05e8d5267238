import { describe, expect, it } from 'vitest';
import { History, type SeenPage } from './support/history.js';
import type { RecordedAttempt } from './support/record.js';
import { breachesIn, type Evidence, RULES } from './support/rules.js';
import type { Reply } from './support/strategy.js';

const NOON = Date.parse('2026-01-31T12:00:00Z');

function aRecord(overrides: Partial<RecordedAttempt> = {}): RecordedAttempt {
  const state = overrides.state ?? 'pending';
  return {
    attemptId: 'a-1',
    interactionId: 'i-1',
    visitId: 'v-1',
    pageId: null,
    state,
    createdAt: NOON,
    expiresAt: NOON + 300_000,
    endedAt: null,
    deadline: NOON + 300_000,
    transitions:
      state === 'pending'
        ? [{ state, at: NOON }]
        : [
            { state: 'pending', at: NOON },
            { state, at: NOON + 1_000 },
          ],
    ...overrides,
  };
}

const ended = (state: RecordedAttempt['state'], overrides: Partial<RecordedAttempt> = {}): RecordedAttempt =>
  aRecord({ state, endedAt: NOON + 1_000, deadline: null, ...overrides });

function aReply(overrides: Partial<Reply['body']> = {}): Reply {
  return { status: 200, body: { attemptId: 'a-1', ...overrides }, replayed: false, tookMs: 1 };
}

function aPage(overrides: Partial<SeenPage> = {}): SeenPage {
  return { visitId: 'v-1', pageId: 'p-1', isConnected: true, showing: ['a-1'], close: () => undefined, ...overrides };
}

/** One attempt that is on show as it should be; the history is then told what the test is about. */
function evidence(attempts: readonly RecordedAttempt[], tell: (history: History, page: SeenPage) => void): Evidence {
  const history = new History();
  tell(history, aPage());
  return { history, records: { now: NOON + 2_000, attempts } };
}

const PROFILE = { interactionId: 'i-1', visitId: 'v-1' };

/** For each rule, what breaks it. */
const BROKEN: readonly Evidence[] = [
  evidence([], (history) => history.engaged(PROFILE, aReply())),
  evidence([ended('cancelled', { transitions: ['accepted', 'cancelled'].map(step) })], () => undefined),
  evidence([aRecord({ deadline: NOON - 5_000 })], () => undefined),
  evidence([ended('expired')], () => undefined),
  evidence([aRecord(), aRecord({ attemptId: 'a-2', interactionId: 'i-2', createdAt: NOON + 500 })], () => undefined),
  evidence([ended('accepted')], (history) => history.cancelled('i-1', aReply())),
  evidence([ended('cancelled')], (history, page) => {
    history.cancels.push({ interactionId: 'i-1', reply: aReply(), at: 1_000 });
    history.showings.push({ page, attemptId: 'a-1', at: 1_300 });
  }),
  evidence([aRecord()], (history, page) => {
    history.shown(page, 'a-1');
    history.shown(page, 'a-1');
  }),
  evidence([ended('accepted')], (history, page) => {
    history.told(page, 'a-1', 'accepted');
    history.told(aPage({ pageId: 'p-2' }), 'a-1', 'accepted');
  }),
  evidence([ended('declined')], (history, page) => history.told(page, 'a-1', 'closed as cancelled')),
  evidence([ended('cancelled')], (history, page) => history.opened(page)),
  evidence([aRecord()], (history) => history.opened(aPage({ showing: [] }))),
];

function step(state: string): RecordedAttempt['transitions'][number] {
  return { state: state === 'accepted' ? 'accepted' : 'cancelled', at: NOON };
}

describe('the rules', () => {
  it('find nothing where all is well', () => {
    const well = evidence([aRecord()], (history, page) => {
      history.opened(page);
      history.engaged(PROFILE, aReply());
      history.shown(page, 'a-1');
    });

    expect(breachesIn(well)).toEqual([]);
  });

  it('have each its breach here', () => {
    expect(BROKEN).toHaveLength(RULES.length);
  });

  it.each(RULES.map(({ says }, index) => [says, index] as const))('find what breaks: %s', (says, index) => {
    const broken = BROKEN[index];

    const breaches = broken === undefined ? [] : breachesIn(broken);

    expect(breaches.some((breach) => breach.startsWith(says))).toBe(true);
  });
});

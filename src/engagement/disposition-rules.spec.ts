import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTIVE_STATES,
  ATTEMPT_STATES,
  type AttemptState,
  DISPOSITIONS,
  type DispositionName,
  ENDED_STATES,
} from '../contract/index.js';
import { judge, type Report, type Standing, type Verdict } from './disposition-rules.js';
import { hasEnded, mayFollow } from './lifecycle.js';

const aStanding = (overrides: Partial<Standing> = {}): Standing => ({
  state: 'pending',
  showingPages: [],
  endedBy: null,
  ...overrides,
});

const aReport = (overrides: Partial<Report> = {}): Report => ({
  disposition: 'shown',
  dispositionId: null,
  page: 'page-1',
  ...overrides,
});

/** What a report of the only page does: + it advances, = it is acknowledged, < it comes too early, x it has ended. */
const EXPECTED: Readonly<Record<AttemptState, string>> = {
  //         delivered shown accepted declined ignored failed
  pending: '     +       +       +       +       <       +',
  delivered: '   =       +       +       +       <       +',
  shown: '       =       =       +       +       +       +',
  accepted: '    x       x       x       x       x       x',
  declined: '    x       x       x       x       x       x',
  ignored: '     x       x       x       x       x       x',
  failed: '      x       x       x       x       x       x',
  cancelled: '   x       x       x       x       x       x',
  expired: '     x       x       x       x       x       x',
  suppressed: '  x       x       x       x       x       x',
};

const KINDS: Readonly<Record<string, Verdict['kind']>> = {
  '+': 'advance',
  '=': 'acknowledge',
  '<': 'out-of-order',
  x: 'ended-otherwise',
};

const PAIRS = ATTEMPT_STATES.flatMap((state) => {
  const marks = EXPECTED[state].trim().split(/\s+/);
  return DISPOSITIONS.map((disposition, index) => ({ state, disposition, kind: KINDS[marks[index] ?? ''] }));
});

describe('a report of the only page', () => {
  it.each(PAIRS)('$disposition, of an attempt that is $state: $kind', ({ state, disposition, kind }) => {
    const showingPages = state === 'shown' ? ['page-1'] : [];

    const verdict = judge(aStanding({ state, showingPages }), aReport({ disposition }));

    expect(verdict.kind).toBe(kind);
    if (verdict.kind === 'advance') expect(verdict.to).toBe(disposition);
  });

  it('is judged alike with an id of its own', () => {
    for (const { state, disposition, kind } of PAIRS)
      expect(judge(aStanding({ state }), aReport({ disposition, dispositionId: 'd-1' })).kind).toBe(kind);
  });
});

describe('an answer that is repeated because its acknowledgement was lost', () => {
  it.each(['accepted', 'declined', 'ignored', 'failed'] as const)('%s is acknowledged by its id', (disposition) => {
    const standing = aStanding({ state: disposition, endedBy: 'd-1', showingPages: ['page-1'] });

    expect(judge(standing, aReport({ disposition, dispositionId: 'd-1' }))).toEqual({
      kind: 'acknowledge',
      showingPages: ['page-1'],
    });
  });

  it.each([
    ['without an id, since another page may have sent it', { disposition: 'accepted', dispositionId: null }, 'd-1'],
    ['without an id, when the first had none either', { disposition: 'accepted', dispositionId: null }, null],
    ['with the id of another answer', { disposition: 'accepted', dispositionId: 'd-2' }, 'd-1'],
    ['with an id, when the first had none', { disposition: 'accepted', dispositionId: 'd-1' }, null],
    ['with the id, but as another answer', { disposition: 'declined', dispositionId: 'd-1' }, 'd-1'],
    ['as a step before it, with its id', { disposition: 'shown', dispositionId: 'd-1' }, 'd-1'],
  ] as const)('is told that the attempt has ended %s', (_, report, endedBy) => {
    expect(judge(aStanding({ state: 'accepted', endedBy }), aReport(report))).toEqual({ kind: 'ended-otherwise' });
  });
});

describe('several pages of a visit', () => {
  it('are remembered as they show the invitation, each once', () => {
    const first = judge(aStanding(), aReport({ page: 'page-1' }));
    const second = judge(aStanding({ state: 'shown', showingPages: ['page-1'] }), aReport({ page: 'page-2' }));
    const again = judge(aStanding({ state: 'shown', showingPages: ['page-1', 'page-2'] }), aReport({ page: 'page-1' }));

    expect(first).toEqual({ kind: 'advance', to: 'shown', showingPages: ['page-1'] });
    expect(second).toEqual({ kind: 'acknowledge', showingPages: ['page-1', 'page-2'] });
    expect(again).toEqual({ kind: 'acknowledge', showingPages: ['page-2', 'page-1'] });
  });

  it('are remembered up to a bound, the newest: whoever makes pages up fills no disk', () => {
    const showingPages = Array.from({ length: 32 }, (_, index) => `page-${index}`);

    const verdict = judge(aStanding({ state: 'shown', showingPages }), aReport({ page: 'page-32' }));

    expect(verdict).toEqual({ kind: 'acknowledge', showingPages: [...showingPages.slice(1), 'page-32'] });
  });

  it('keep the attempt alive when one of them fails while another shows it', () => {
    const standing = aStanding({ state: 'shown', showingPages: ['page-1', 'page-2'] });

    expect(judge(standing, aReport({ disposition: 'failed', page: 'page-1' }))).toEqual({
      kind: 'acknowledge',
      showingPages: ['page-2'],
    });
  });

  it('keep it alive also when the one that fails never showed it', () => {
    const standing = aStanding({ state: 'shown', showingPages: ['page-1'] });

    expect(judge(standing, aReport({ disposition: 'failed', page: 'page-2' }))).toEqual({
      kind: 'acknowledge',
      showingPages: ['page-1'],
    });
  });

  it('end it when the last that shows it fails', () => {
    const standing = aStanding({ state: 'shown', showingPages: ['page-2'] });

    expect(judge(standing, aReport({ disposition: 'failed', page: 'page-2' }))).toMatchObject({
      kind: 'advance',
      to: 'failed',
    });
  });

  it('end it when one fails before any has shown it', () => {
    expect(judge(aStanding({ state: 'delivered' }), aReport({ disposition: 'failed' }))).toMatchObject({
      kind: 'advance',
      to: 'failed',
    });
  });

  it('do not lose track of who shows it when one reports something else', () => {
    const standing = aStanding({ state: 'shown', showingPages: ['page-1'] });

    expect(judge(standing, aReport({ disposition: 'delivered', page: 'page-2' }))).toEqual({
      kind: 'acknowledge',
      showingPages: ['page-1'],
    });
    expect(judge(standing, aReport({ disposition: 'accepted', page: 'page-2' }))).toMatchObject({
      showingPages: ['page-1'],
    });
  });
});

describe('any sequence of reports', () => {
  const report = fc.record({
    disposition: fc.constantFrom<DispositionName>(...DISPOSITIONS),
    dispositionId: fc.constantFrom(null, 'd-1', 'd-2'),
    page: fc.constantFrom<string>('page-1', 'page-2', 'page-3'),
  });
  const reports = fc.array(report, { maxLength: 30 });

  /** Applies a verdict as a store does. */
  const apply = (standing: Standing, asked: Report): Standing => {
    const verdict = judge(standing, asked);
    if (verdict.kind === 'advance')
      return {
        state: verdict.to,
        showingPages: verdict.showingPages,
        endedBy: hasEnded(verdict.to) ? asked.dispositionId : null,
      };
    return verdict.kind === 'acknowledge' ? { ...standing, showingPages: verdict.showingPages } : standing;
  };

  const standingsAfter = (sent: readonly Report[]): readonly Standing[] =>
    sent.reduce<Standing[]>((all, asked) => [...all, apply(all.at(-1) ?? aStanding(), asked)], [aStanding()]);

  it('leaves no ending: the first one wins', () => {
    fc.assert(
      fc.property(reports, (sent) => {
        const states = standingsAfter(sent).map(({ state }) => state);
        const first = states.findIndex(hasEnded);
        fc.pre(first >= 0);
        expect(new Set(states.slice(first))).toEqual(new Set([states[first]]));
      }),
    );
  });

  it('takes only steps of the lifecycle, and none back', () => {
    fc.assert(
      fc.property(reports, (sent) => {
        const states = standingsAfter(sent).map(({ state }) => state);
        states.slice(1).forEach((to, index) => {
          const from = states[index] ?? 'pending';
          expect(from === to || mayFollow(from, to)).toBe(true);
        });
      }),
    );
  });

  it('acknowledges to each page again what it acknowledged before, while the attempt is active', () => {
    fc.assert(
      fc.property(reports, report, (sent, last) => {
        const before = standingsAfter(sent).at(-1) ?? aStanding();
        const after = apply(before, last);
        fc.pre(ACTIVE_STATES.some((state) => state === after.state) && judge(before, last).kind !== 'out-of-order');
        fc.pre(last.disposition !== 'failed');
        expect(judge(after, last).kind).toBe('acknowledge');
      }),
    );
  });

  it('names a page among those that show it only after it said so, and once', () => {
    fc.assert(
      fc.property(reports, (sent) => {
        const { showingPages } = standingsAfter(sent).at(-1) ?? aStanding();
        const said = new Set<string>(sent.filter(({ disposition }) => disposition === 'shown').map(({ page }) => page));
        expect(showingPages.filter((page) => !said.has(page))).toEqual([]);
        expect(new Set(showingPages).size).toBe(showingPages.length);
      }),
    );
  });

  it('does not change what was known before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ACTIVE_STATES, ...ENDED_STATES),
        fc.uniqueArray(fc.constantFrom<string>('page-1', 'page-2', 'page-3')),
        report,
        (state, showingPages, asked) => {
          const standing = Object.freeze(aStanding({ state, showingPages: Object.freeze(showingPages) }));
          expect(() => judge(standing, Object.freeze(asked))).not.toThrow();
        },
      ),
    );
  });
});

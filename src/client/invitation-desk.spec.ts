import { describe, expect, it } from 'vitest';
import type { DispositionReply, InvitationMessage, Problem } from '../contract/index.js';
import { InvitationDesk } from './invitation-desk.js';
import type { AnswerNote, Outcome } from './outcome.js';

const OK: DispositionReply = { ok: true, state: 'shown' };

function refusedAs(code: string, state?: string): DispositionReply {
  const problem: Problem = { type: code, title: code, status: 400, detail: code, code, ...(state && { state }) };
  return { ok: false, problem };
}

function anInvitation(overrides: Partial<InvitationMessage> = {}): InvitationMessage {
  return {
    attemptId: 'a-1',
    interactionId: 'i-1',
    visitId: 'v-1',
    pageId: null,
    channel: 'chat',
    language: null,
    state: 'pending',
    invitation: {},
    clientData: null,
    remainingSeconds: 300,
    ...overrides,
  };
}

/** A page with a desk, whose clock, visibility and gateway the test moves. */
class Page {
  shown: string | undefined;
  readonly displayTimes: number[] = [];
  readonly reports: string[] = [];
  readonly outcomes: string[] = [];
  readonly replies = new Map<string, DispositionReply | 'late'>();
  cannotShow: Error | undefined;
  private time = 0;
  private visible = true;
  private readonly whenSeen: (() => void)[] = [];
  private timers: { readonly at: number; readonly run: () => void }[] = [];
  private readonly late: ((reply: DispositionReply) => void)[] = [];

  readonly desk = new InvitationDesk(
    {
      show: ({ attemptId }, displayMs) => {
        if (this.cannotShow !== undefined) throw this.cannotShow;
        this.shown = attemptId;
        this.displayTimes.push(displayMs);
      },
      hide: () => {
        this.shown = undefined;
      },
      whenVisible: (run) => {
        if (this.visible) run();
        else this.whenSeen.push(run);
      },
      report: (attemptId, disposition, { detail, dontAskAgain } = {}) => {
        const wish = dontAskAgain && 'and do not ask again';
        this.reports.push([attemptId, disposition, detail, wish].filter((part) => part !== undefined).join(' '));
        const reply = this.replies.get(disposition) ?? OK;
        return reply === 'late' ? new Promise((resolve) => this.late.push(resolve)) : Promise.resolve(reply);
      },
      tell: (outcome) => this.outcomes.push(described(outcome)),
      after: (milliseconds, run) => {
        const timer = { at: this.time + milliseconds, run };
        this.timers.push(timer);
        return () => {
          this.timers = this.timers.filter((other) => other !== timer);
        };
      },
      now: () => this.time,
    },
    'p-1',
  );

  get timersRunning(): number {
    return this.timers.length;
  }

  async pass(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    for (const timer of this.timers.filter(({ at }) => at <= this.time)) {
      this.timers = this.timers.filter((other) => other !== timer);
      timer.run();
    }
    await settled();
  }

  hideFromVisitor(): void {
    this.visible = false;
  }

  async comeIntoView(): Promise<void> {
    this.visible = true;
    for (const run of this.whenSeen.splice(0)) run();
    await settled();
  }

  async receive(overrides: Partial<InvitationMessage> = {}): Promise<void> {
    this.desk.receive(anInvitation(overrides));
    await settled();
  }

  async answer(attemptId: string, answer: 'accepted' | 'declined', note?: AnswerNote): Promise<void> {
    this.desk.answer(attemptId, answer, note);
    await settled();
  }

  /** The reply that was late comes. */
  async replyNow(reply: DispositionReply): Promise<void> {
    this.late.shift()?.(reply);
    await settled();
  }
}

function described(outcome: Outcome): string {
  const { kind, attempt } = outcome;
  return kind === 'closed' ? `closed ${attempt.attemptId} ${outcome.state}` : `${kind} ${attempt.attemptId}`;
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe('an invitation', () => {
  it('is reported as delivered and shown, in this order', async () => {
    const page = new Page();

    await page.receive();

    expect(page.shown).toBe('a-1');
    expect(page.reports).toEqual(['a-1 delivered', 'a-1 shown']);
  });

  it('that comes twice is shown once', async () => {
    const page = new Page();

    await page.receive();
    await page.receive({ state: 'shown', remainingSeconds: 10 });

    expect(page.reports).toEqual(['a-1 delivered', 'a-1 shown']);
  });

  it('that comes again after its answer is not shown again', async () => {
    const page = new Page();
    await page.receive();
    await page.answer('a-1', 'declined');

    await page.receive();

    expect(page.shown).toBeUndefined();
  });

  it('for another page is not shown', async () => {
    const page = new Page();

    await page.receive({ pageId: 'p-2' });

    expect(page.reports).toEqual([]);
  });

  it('whose close overtook it is not shown', async () => {
    const page = new Page();

    page.desk.close('a-1', 'cancelled', null);
    await page.receive();

    expect(page.reports).toEqual([]);
  });

  it('is taken away when it is closed, and the page is told', async () => {
    const page = new Page();
    await page.receive();

    page.desk.close('a-1', 'cancelled', 'no agent is free');

    expect(page.shown).toBeUndefined();
    expect(page.outcomes).toEqual(['closed a-1 cancelled']);
  });

  it('that ended while the connection was lost is taken away when it is back', async () => {
    const page = new Page();
    await page.receive();
    await page.receive({ attemptId: 'a-2' });
    page.replies.set('delivered', refusedAs('attempt-ended', 'expired'));
    page.replies.set('shown', refusedAs('attempt-ended', 'cancelled'));

    page.desk.reportAgain();
    await settled();

    expect(page.reports.slice(-2)).toEqual(['a-2 delivered', 'a-1 shown']);
    expect(page.shown).toBeUndefined();
    expect(page.outcomes).toEqual(['closed a-1 cancelled']);
  });

  it('that the gateway calls ended when it is reported is taken away', async () => {
    const page = new Page();
    page.replies.set('shown', refusedAs('attempt-ended', 'expired'));

    await page.receive();

    expect(page.shown).toBeUndefined();
    expect(page.outcomes).toEqual(['closed a-1 expired']);
  });

  it('that cannot be shown is reported as failed, with the reason', async () => {
    const page = new Page();
    page.cannotShow = new Error('no body');

    await page.receive();

    expect(page.reports).toEqual(['a-1 delivered', 'a-1 failed Error: no body']);
    expect(page.outcomes).toEqual(['failed a-1']);
  });
});

describe('an answer', () => {
  it.each(['accepted', 'declined'] as const)('%s is reported, and told when the gateway says ok', async (answer) => {
    const page = new Page();
    await page.receive();

    await page.answer('a-1', answer, { detail: 'a word' });

    expect(page.reports.at(-1)).toBe(`a-1 ${answer} a word`);
    expect(page.outcomes).toEqual([`${answer} a-1`]);
    expect(page.shown).toBeUndefined();
  });

  it('may say that no other invitation is wanted', async () => {
    const page = new Page();
    await page.receive();

    await page.answer('a-1', 'declined', { dontAskAgain: true });

    expect(page.reports.at(-1)).toBe('a-1 declined and do not ask again');
    expect(page.outcomes).toEqual(['declined a-1']);
  });

  it('that another page was faster with closes the invitation, and is not told as accepted', async () => {
    const page = new Page();
    page.replies.set('accepted', refusedAs('attempt-ended', 'accepted'));
    await page.receive();

    await page.answer('a-1', 'accepted');

    expect(page.outcomes).toEqual(['closed a-1 accepted']);
  });

  it('is given once', async () => {
    const page = new Page();
    page.replies.set('accepted', 'late');
    await page.receive();

    await page.answer('a-1', 'accepted');
    await page.answer('a-1', 'declined');
    await page.pass(60_000);

    expect(page.reports.slice(2)).toEqual(['a-1 accepted']);
    expect(page.shown).toBe('a-1');
  });

  it('of this page that comes back as a close waits for the verdict', async () => {
    const page = new Page();
    page.replies.set('accepted', 'late');
    await page.receive();
    await page.answer('a-1', 'accepted');

    page.desk.close('a-1', 'accepted', null);
    expect(page.outcomes).toEqual([]);
    await page.replyNow({ ok: true, state: 'accepted' });

    expect(page.outcomes).toEqual(['accepted a-1']);
  });

  it('that a cancel overtakes is closed at once', async () => {
    const page = new Page();
    page.replies.set('accepted', 'late');
    await page.receive();
    await page.answer('a-1', 'accepted');

    page.desk.close('a-1', 'cancelled', null);
    await page.replyNow(refusedAs('attempt-ended', 'cancelled'));

    expect(page.outcomes).toEqual(['closed a-1 cancelled']);
  });

  it('to an attempt that the gateway does not know closes it', async () => {
    const page = new Page();
    page.replies.set('declined', refusedAs('attempt-not-found'));
    await page.receive();

    await page.answer('a-1', 'declined');

    expect(page.outcomes).toEqual(['closed a-1 cancelled']);
  });
});

describe('the time to answer', () => {
  it('is 60 seconds when nobody says otherwise; then the invitation is ignored', async () => {
    const page = new Page();
    await page.receive();

    await page.pass(59_999);
    expect(page.shown).toBe('a-1');
    await page.pass(1);

    expect(page.shown).toBeUndefined();
    expect(page.reports.at(-1)).toBe('a-1 ignored');
    expect(page.outcomes).toEqual(['ignored a-1']);
  });

  it('is what the strategy says', async () => {
    const page = new Page();

    await page.receive({ invitation: { displaySeconds: 5 } });

    expect(page.displayTimes).toEqual([5_000]);
  });

  it('is what is left where a page showed it before', async () => {
    const page = new Page();

    await page.receive({ state: 'shown', remainingSeconds: 7, invitation: { displaySeconds: 60 } });

    expect(page.displayTimes).toEqual([7_000]);
    expect(page.reports).toEqual(['a-1 shown']);
  });

  it('begins when the visitor can see it', async () => {
    const page = new Page();
    page.hideFromVisitor();
    await page.receive({ invitation: { displaySeconds: 5 } });
    await page.pass(100_000);
    expect(page.reports).toEqual(['a-1 delivered']);

    await page.comeIntoView();

    expect(page.reports).toEqual(['a-1 delivered', 'a-1 shown']);
    expect(page.displayTimes).toEqual([5_000]);
  });

  it('does not begin for what has expired before the visitor could see it', async () => {
    const page = new Page();
    page.hideFromVisitor();
    await page.receive({ remainingSeconds: 10 });
    await page.pass(10_000);

    await page.comeIntoView();

    expect(page.shown).toBeUndefined();
    expect(page.reports).toEqual(['a-1 delivered']);
  });
});

describe('several invitations', () => {
  it('are shown one after the other, as they came', async () => {
    const page = new Page();
    await page.receive({ attemptId: 'a-1' });
    await page.receive({ attemptId: 'a-2' });
    await page.receive({ attemptId: 'a-3' });
    expect(page.shown).toBe('a-1');

    await page.answer('a-1', 'declined');
    expect(page.shown).toBe('a-2');
    page.desk.close('a-2', 'cancelled', null);

    expect(page.shown).toBe('a-3');
  });

  it('leave out one that was closed while it waited', async () => {
    const page = new Page();
    await page.receive({ attemptId: 'a-1' });
    await page.receive({ attemptId: 'a-2' });

    page.desk.close('a-2', 'cancelled', null);
    await page.answer('a-1', 'declined');

    expect(page.shown).toBeUndefined();
    expect(page.outcomes).toEqual(['declined a-1']);
  });

  it('go on after one that cannot be shown', async () => {
    const page = new Page();
    page.hideFromVisitor();
    await page.receive({ attemptId: 'a-1' });
    await page.receive({ attemptId: 'a-2' });
    page.cannotShow = new Error('no body');

    await page.comeIntoView();

    expect(page.outcomes).toEqual(['failed a-1', 'failed a-2']);
  });
});

describe('a single-page site that navigates', () => {
  it('puts the invitation for the page before aside, unanswered', async () => {
    const page = new Page();
    await page.receive({ pageId: 'p-1' });

    page.desk.moveTo('p-2');
    await page.pass(60_000);

    expect(page.shown).toBeUndefined();
    expect(page.reports).toEqual(['a-1 delivered', 'a-1 shown']);
    expect(page.outcomes).toEqual([]);
  });

  it('shows it again when the visitor comes back', async () => {
    const page = new Page();
    await page.receive({ pageId: 'p-1' });
    page.desk.moveTo('p-2');

    page.desk.moveTo('p-1');
    await page.receive({ pageId: 'p-1', state: 'shown', remainingSeconds: 20 });

    expect(page.shown).toBe('a-1');
    expect(page.displayTimes).toEqual([60_000, 20_000]);
  });

  it('keeps an invitation that is for every page', async () => {
    const page = new Page();
    await page.receive();

    page.desk.moveTo('p-2');

    expect(page.shown).toBe('a-1');
  });

  it('drops what waits for the page before', async () => {
    const page = new Page();
    await page.receive({ attemptId: 'a-1' });
    await page.receive({ attemptId: 'a-2', pageId: 'p-1' });

    page.desk.moveTo('p-2');
    await page.answer('a-1', 'declined');

    expect(page.shown).toBeUndefined();
  });
});

describe('a page that disconnects for good', () => {
  it('takes away what is shown and answers nothing', async () => {
    const page = new Page();
    await page.receive({ attemptId: 'a-1' });
    await page.receive({ attemptId: 'a-2' });

    page.desk.stop();
    expect(page.timersRunning).toBe(0);
    await page.pass(60_000);

    expect(page.shown).toBeUndefined();
    expect(page.reports).toEqual(['a-1 delivered', 'a-1 shown', 'a-2 delivered']);
    expect(page.outcomes).toEqual([]);
  });
});

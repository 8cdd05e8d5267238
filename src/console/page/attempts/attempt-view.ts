import { confirmed } from '../parts/confirmation.js';
import { button, element } from '../parts/element.js';
import { NOTHING, timeElement } from '../parts/figures.js';
import { panel } from '../parts/panel.js';
import { pill } from '../parts/pill.js';
import { replace } from '../parts/replace.js';
import { deliveriesTable } from '../deliveries/deliveries-table.js';
import type { Deeds } from '../deeds.js';
import { type AttemptRecord, operations, type Payload } from '../operations-api.js';
import { addressOf } from '../place.js';
import type { View } from '../view.js';
import { payloadPanel } from './payload-panel.js';
import { timeline } from './timeline.js';

/** While something may still happen to it, in milliseconds. */
const PAUSE_MS = 5_000;

/** How long after its end something may still come, in milliseconds: its deliveries are planned a moment later. */
const AFTERMATH_MS = 60_000;

/** All that is on record about one attempt, and what can be done about it. */
export class AttemptView implements View {
  readonly title = 'Attempt';
  readonly element = element('div', { class: 'stack' });
  /** The payload, once it was asked for: it does not change, and each reading of it is logged. */
  private payload: Payload | undefined;
  private shown = '';
  private isOver = false;

  constructor(
    private readonly attemptId: string,
    private readonly deeds: Deeds,
  ) {
    this.element.append(element('h1', { tabindex: '-1' }, this.title));
  }

  get pauseMs(): number | null {
    return this.isOver ? null : PAUSE_MS;
  }

  async refresh(signal: AbortSignal): Promise<void> {
    const record = await operations.record(this.attemptId, false, signal);
    this.isOver = isOver(record);
    const text = JSON.stringify(record);
    if (text !== this.shown) this.show(record);
    this.shown = text;
  }

  private show(record: AttemptRecord): void {
    replace(
      this.element,
      this.heading(record),
      panel('About', facts(record)),
      element(
        'div',
        { class: 'pair' },
        panel('Timeline', timeline(record.transitions)),
        payloadPanel(this.payload ?? record.payload, () => this.unmask()),
      ),
      panel(
        'Outcome deliveries',
        deliveriesTable(record.deliveries, this.deeds, {
          empty: 'Nothing was to be told of it, or nobody is told.',
          isOfOne: true,
        }),
      ),
    );
  }

  private heading(record: AttemptRecord): HTMLElement {
    const cancel = button('Cancel the attempt', 'danger', () => void this.cancel());
    return element(
      'div',
      { class: 'heading' },
      element('h1', { tabindex: '-1' }, 'Attempt ', pill(record.state)),
      record.endedAt === null ? cancel : null,
    );
  }

  private async cancel(): Promise<void> {
    const reason = await confirmed({
      title: 'Cancel this attempt?',
      text: 'Its invitation is closed where it is shown, and shown nowhere else. The strategy is told. This cannot be undone.',
      goOn: 'Cancel the attempt',
      note: { label: 'Why (told to the strategy, may be left out)', mostLength: 256 },
    });
    if (reason === undefined) return;
    await this.deeds.do(async () => {
      await operations.cancel(this.attemptId, reason);
      return 'The attempt is cancelled.';
    });
  }

  private async unmask(): Promise<void> {
    await this.deeds.do(
      async () => {
        const record = await operations.record(this.attemptId, true, AbortSignal.timeout(10_000));
        this.payload = record.payload;
        this.show(record);
        return 'The payload is shown. The log keeps that you have read it.';
      },
      { refreshes: false },
    );
  }
}

function isOver({ endedAt, deliveries }: AttemptRecord): boolean {
  if (endedAt === null || deliveries.some(({ state }) => state === 'waiting')) return false;
  return Date.now() - Date.parse(endedAt) > AFTERMATH_MS;
}

function facts(record: AttemptRecord): HTMLElement {
  const { visitId, createdAt, expiresAt, endedAt } = record;
  return element(
    'dl',
    { class: 'facts' },
    fact('Attempt', id(record.attemptId)),
    fact('Interaction', id(record.interactionId)),
    fact(
      'Visit',
      visitId === null ? NOTHING : element('a', { class: 'id', href: addressOf('attempts', { visitId }) }, visitId),
    ),
    fact('Page', record.pageId === null ? 'any' : id(record.pageId)),
    fact('Channel', record.channel ?? NOTHING),
    fact('Rule', record.ruleName ?? NOTHING),
    fact('Language', record.language ?? NOTHING),
    fact('Reason', record.reason ?? NOTHING),
    fact('Created', timeElement(createdAt)),
    fact('Expires unless shown', expiresAt === null ? NOTHING : timeElement(expiresAt)),
    fact('Ended', endedAt === null ? NOTHING : timeElement(endedAt)),
  );
}

function fact(name: string, value: string | Node): HTMLElement {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value));
}

function id(text: string): HTMLElement {
  return element('span', { class: 'id' }, text);
}

import { element } from '../parts/element.js';
import { panel } from '../parts/panel.js';
import { replace } from '../parts/replace.js';
import type { Deeds } from '../deeds.js';
import { operations } from '../operations-api.js';
import { addressOf, type Place } from '../place.js';
import type { View } from '../view.js';
import { deliveriesTable } from './deliveries-table.js';
import { endpointsTable } from './endpoints-table.js';

const PAUSE_MS = 10_000;
const PAGE = '50';

const STATES = { '': 'All', waiting: 'Waiting', failed: 'Failed', delivered: 'Delivered' } as const;

/** Whether strategies are told what became of their attempts. */
export class DeliveriesView implements View {
  readonly title = 'Deliveries';
  readonly pauseMs = PAUSE_MS;
  readonly element = element('div', { class: 'stack' });
  private readonly content = element('div', { class: 'stack' });
  private shown = '';

  constructor(
    private readonly place: Place,
    private readonly deeds: Deeds,
  ) {
    this.element.append(
      element('div', { class: 'heading' }, element('h1', { tabindex: '-1' }, this.title), this.states()),
      this.content,
    );
  }

  async refresh(signal: AbortSignal): Promise<void> {
    const { state, endpoint, cursor } = this.place.parameters;
    const [endpoints, page] = await Promise.all([
      operations.endpoints(signal),
      operations.deliveries({ state, endpoint, cursor, limit: PAGE }, signal),
    ]);
    const text = JSON.stringify([endpoints, page]);
    if (text === this.shown) return;
    this.shown = text;
    replace(
      this.content,
      panel('Endpoints', endpointsTable(endpoints, this.deeds)),
      panel(
        endpoint === undefined ? 'Deliveries' : `Deliveries to ${endpoint}`,
        deliveriesTable(page.deliveries, this.deeds, { empty: 'There are none.', isOfOne: false }),
      ),
      this.pages(page.nextCursor),
    );
  }

  private states(): HTMLElement {
    const { state: current = '', endpoint } = this.place.parameters;
    const links = Object.entries(STATES).map(([state, label]) =>
      element(
        'a',
        { href: addressOf('deliveries', { state, endpoint }), ...(state === current && { 'aria-current': 'true' }) },
        label,
      ),
    );
    return element('nav', { class: 'segments', 'aria-label': 'States of deliveries' }, ...links);
  }

  private pages(nextCursor: string | null): HTMLElement | null {
    const { cursor, ...filters } = this.place.parameters;
    if (cursor === undefined && nextCursor === null) return null;
    const link = (label: string, parameters: Readonly<Record<string, string>>): HTMLElement =>
      element('a', { class: 'quiet', href: addressOf('deliveries', parameters) }, label);
    return element(
      'nav',
      { class: 'pages', 'aria-label': 'Pages' },
      cursor === undefined ? null : link('The newest', filters),
      nextCursor === null ? null : link('Older', { ...filters, cursor: nextCursor }),
    );
  }
}

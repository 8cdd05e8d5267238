import { element } from '../parts/element.js';
import { figure, timeElement } from '../parts/figures.js';
import { panel } from '../parts/panel.js';
import { replace } from '../parts/replace.js';
import { type FoundAttempts, operations } from '../operations-api.js';
import { addressOf, type Place } from '../place.js';
import type { View } from '../view.js';
import { attemptsTable } from './attempts-table.js';
import { FILTERS, searchForm } from './search-form.js';

const PAGE = 50;

/** One attempt out of millions. */
export class AttemptsView implements View {
  readonly title = 'Attempts';
  readonly pauseMs = null;
  readonly element: HTMLElement;
  private readonly found = element('div', { class: 'stack' });

  constructor(private readonly place: Place) {
    this.element = element(
      'div',
      { class: 'stack' },
      element('div', { class: 'heading' }, element('h1', { tabindex: '-1' }, this.title)),
      searchForm(place.parameters),
      this.found,
    );
  }

  async refresh(signal: AbortSignal): Promise<void> {
    const filters = Object.fromEntries(FILTERS.map((name) => [name, this.parameter(name)]));
    const query = { ...filters, cursor: this.parameter('cursor'), limit: String(PAGE) };
    const found = await operations.search(query, signal);
    const isFirst = this.parameter('cursor') === undefined;
    replace(
      this.found,
      panel(
        isFirst ? 'The newest' : 'Further ones',
        attemptsTable(found.attempts, found.nextCursor === null ? 'Nothing like it is on record.' : 'None here yet.'),
        null,
        element('p', { class: 'count', role: 'status' }, `${figure(found.attempts.length)} on this page`),
      ),
      this.pages(found, isFirst),
    );
  }

  private pages({ nextCursor, lookedBackTo, attempts }: FoundAttempts, isFirst: boolean): HTMLElement {
    const { cursor: _, ...filters } = this.place.parameters;
    const isLookingOn = lookedBackTo !== null && attempts.length < PAGE;
    return element(
      'nav',
      { class: 'pages', 'aria-label': 'Pages' },
      isFirst ? null : element('a', { class: 'quiet', href: addressOf('attempts', filters) }, 'The newest'),
      isLookingOn ? element('p', {}, 'Looked back to ', timeElement(lookedBackTo), '. There may be older ones.') : null,
      nextCursor === null
        ? element('p', {}, 'Nothing older.')
        : element(
            'a',
            { class: 'quiet', href: addressOf('attempts', { ...filters, cursor: nextCursor }) },
            isLookingOn ? 'Look further back' : 'Older',
          ),
    );
  }

  private parameter(name: string): string | undefined {
    const value = this.place.parameters[name];
    return value === '' ? undefined : value;
  }
}

import { element } from '../parts/element.js';
import { clockTime, figure, NOTHING, share } from '../parts/figures.js';
import { panel } from '../parts/panel.js';
import { pill } from '../parts/pill.js';
import type { Funnel, FunnelReport } from '../operations-api.js';
import { addressOf } from '../place.js';

const ENDINGS = ['accepted', 'declined', 'ignored', 'expired', 'cancelled', 'failed'] as const;

/** Narrow screens do without. */
const MINOR: ReadonlySet<string> = new Set(['Of started']);

/** How far attempts came, and what they came to. */
export function funnelPanel({ total, from, asOf, suppressions }: FunnelReport, window: string): HTMLElement {
  return element(
    'div',
    { class: 'pair' },
    panel('How far they came', stages(total)),
    panel('What they came to', element('div', {}, endings(total, from), reasons(suppressions)), caption(window, asOf)),
  );
}

function stages(funnel: Funnel): HTMLElement {
  const { started, delivered, shown, accepted } = funnel;
  const rows = [
    stage('Started', started, started, null),
    stage('Delivered', delivered, started, started),
    stage('Shown', shown, started, delivered),
    stage('Accepted', accepted, started, shown),
  ];
  return table('bars stages', ['Stage', '', 'Attempts', 'Of started', 'Of the step before'], rows);
}

/** @param before how many there were in the step before; `null` for the first */
function stage(name: string, count: number, started: number, before: number | null): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    element('td', { class: 'bar-cell' }, bar(count, started, name.toLowerCase())),
    element('td', { class: 'figure' }, figure(count)),
    element('td', { class: 'figure minor' }, share(count, started)),
    element('td', { class: 'figure' }, before === null ? NOTHING : share(count, before)),
  );
}

function endings(funnel: Funnel, from: string): HTMLElement {
  const whole = funnel.started + funnel.suppressed;
  const rows = ([...ENDINGS, 'suppressed'] as const).map((state) =>
    ending(
      element('a', { href: addressOf('attempts', { state, since: from }), 'data-mark': `ended ${state}` }, pill(state)),
      funnel[state],
      whole,
      state,
    ),
  );
  rows.push(ending(pill('active', 'active'), funnel.active, whole, 'pending'));
  return table('bars', ['State', '', 'Attempts', 'Of all'], rows);
}

/** Why nobody was invited. */
function reasons(suppressions: FunnelReport['suppressions']): HTMLElement | null {
  if (suppressions.length === 0) return null;
  const items = suppressions.map(({ reason, count }) => element('li', {}, `${reason}: ${figure(count)}`));
  return element(
    'details',
    {},
    element('summary', {}, 'Why they were suppressed'),
    element('ul', { class: 'reasons' }, ...items),
  );
}

function ending(name: Node, count: number, whole: number, colour: string): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    element('td', { class: 'bar-cell' }, bar(count, whole, colour)),
    element('td', { class: 'figure' }, figure(count)),
    element('td', { class: 'figure' }, share(count, whole)),
  );
}

function table(className: string, headings: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const head = headings.map((heading, index) =>
    heading === ''
      ? element('td', { class: 'bar-cell' })
      : element('th', { scope: 'col', class: index > 1 ? `figure ${MINOR.has(heading) ? 'minor' : ''}` : '' }, heading),
  );
  return element(
    'table',
    { class: className },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
}

/** The figures beside it say the same. */
function bar(part: number, whole: number, colour: string): HTMLElement {
  const fill = element('span', { class: 'bar-fill', 'data-colour': colour });
  fill.style.width = whole === 0 ? '0' : `${(100 * part) / whole}%`;
  return element('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
}

function caption(window: string, asOf: string): string {
  const past = window === 'month' ? '30 days' : window;
  return `Of those that were started in the last ${past}, or suppressed, as of ${clockTime(new Date(asOf))}.`;
}

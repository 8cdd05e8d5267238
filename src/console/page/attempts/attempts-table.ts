import { type Column, dataTable } from '../parts/data-table.js';
import { element } from '../parts/element.js';
import { duration, NOTHING, timeElement } from '../parts/figures.js';
import { pill } from '../parts/pill.js';
import type { Attempt } from '../operations-api.js';
import { addressOf } from '../place.js';

const COLUMNS: readonly Column<Attempt>[] = [
  {
    heading: 'Created',
    isHeading: true,
    cell: ({ attemptId, createdAt }) =>
      element('a', { href: addressOf('attempts', {}, attemptId) }, timeElement(createdAt)),
  },
  { heading: 'State', cell: ({ state }) => pill(state) },
  { heading: 'Interaction', cell: ({ interactionId }) => element('span', { class: 'id' }, interactionId) },
  {
    heading: 'Visit',
    isMinor: true,
    cell: ({ visitId }) =>
      visitId === null ? NOTHING : element('a', { href: addressOf('attempts', { visitId }), class: 'id' }, visitId),
  },
  { heading: 'Channel', isMinor: true, cell: ({ channel }) => channel ?? NOTHING },
  { heading: 'Rule', isMinor: true, cell: ({ ruleName }) => ruleName ?? NOTHING },
  {
    heading: 'Lasted',
    isFigure: true,
    isMinor: true,
    cell: ({ createdAt, endedAt }) => duration(between(createdAt, endedAt)),
  },
];

export function attemptsTable(attempts: readonly Attempt[], empty: string): HTMLElement {
  return dataTable('Attempts', COLUMNS, attempts, empty);
}

function between(from: string, until: string | null): number | null {
  return until === null ? null : Date.parse(until) - Date.parse(from);
}

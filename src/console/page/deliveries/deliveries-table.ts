import { type Column, dataTable } from '../parts/data-table.js';
import { confirmed } from '../parts/confirmation.js';
import { button, element } from '../parts/element.js';
import { figure, NOTHING, timeElement } from '../parts/figures.js';
import { pill } from '../parts/pill.js';
import type { Deeds } from '../deeds.js';
import { type Delivery, operations } from '../operations-api.js';
import { addressOf } from '../place.js';
import { whenItComes } from './standings.js';

/** @param isOfOne whether they are all of one attempt, which need not be named */
export function deliveriesTable(
  deliveries: readonly Delivery[],
  deeds: Deeds,
  { empty, isOfOne }: { readonly empty: string; readonly isOfOne: boolean },
): HTMLElement {
  const columns: readonly Column<Delivery>[] = [
    { heading: 'Outcome', isHeading: true, cell: ({ type }) => type.replace('engagement.', '') },
    { heading: 'State', cell: ({ state }) => pill(state) },
    { heading: 'Endpoint', isBelow: true, cell: ({ endpoint }) => element('span', { class: 'name' }, endpoint) },
    {
      heading: 'Attempt',
      isBelow: true,
      cell: ({ attemptId }) => element('a', { class: 'id', href: addressOf('attempts', {}, attemptId) }, attemptId),
    },
    { heading: 'Tries', isFigure: true, isMinor: true, cell: ({ tries }) => figure(tries) },
    {
      heading: 'Last answer',
      isMinor: true,
      cell: ({ answer, error }) => error ?? (answer === null ? NOTHING : String(answer)),
    },
    {
      heading: 'When',
      isMinor: true,
      cell: ({ settledAt, dueAt, plannedAt }) => timeElement(settledAt ?? dueAt ?? plannedAt),
    },
    {
      heading: '',
      cell: (delivery) => {
        const again = button('Send again', 'quiet', () => void sendAgain(delivery, deeds));
        again.setAttribute(
          'aria-label',
          `Send again: outcome ${delivery.position} of ${delivery.attemptId} to ${delivery.endpoint}`,
        );
        return again;
      },
    },
  ];
  const shown = columns.filter(({ heading }) => !isOfOne || heading !== 'Attempt');
  return dataTable('Deliveries', shown, deliveries, empty);
}

async function sendAgain(delivery: Delivery, deeds: Deeds): Promise<void> {
  const answer = await confirmed({
    title: 'Send it again?',
    text: `The outcome “${delivery.type}” of the attempt ${delivery.attemptId} goes to the endpoint ${delivery.endpoint} once more. A receiver that has it knows it by its webhook-id.`,
    goOn: 'Send again',
  });
  if (answer === undefined) return;
  await deeds.do(async () => `The outcome is ${whenItComes((await operations.resend(delivery)).standing)}.`);
}

import { type Column, dataTable } from '../parts/data-table.js';
import { confirmed } from '../parts/confirmation.js';
import { button, element } from '../parts/element.js';
import { figure, NOTHING, timeElement } from '../parts/figures.js';
import { pill } from '../parts/pill.js';
import type { Deeds } from '../deeds.js';
import { type Endpoint, operations } from '../operations-api.js';
import { addressOf } from '../place.js';
import { whenItComes } from './standings.js';

/** Who is told of outcomes, how each fares, and what can be done about it. */
export function endpointsTable(endpoints: readonly Endpoint[], deeds: Deeds): HTMLElement {
  const columns: readonly Column<Endpoint>[] = [
    { heading: 'Endpoint', isHeading: true, cell: ({ endpoint }) => element('span', { class: 'name' }, endpoint) },
    { heading: 'Standing', cell: standing },
    { heading: 'Address', isMinor: true, cell: ({ origin }) => element('span', { class: 'name' }, origin ?? NOTHING) },
    { heading: 'Waiting', isFigure: true, cell: (row) => count(row, 'waiting') },
    { heading: 'Failed', isFigure: true, cell: (row) => count(row, 'failed') },
    {
      heading: 'Oldest waits since',
      isMinor: true,
      cell: ({ waitingSince }) => (waitingSince === null ? NOTHING : timeElement(waitingSince)),
    },
    { heading: '', cell: (row) => actions(row, deeds) },
  ];
  return dataTable('Endpoints', columns, endpoints, 'Nobody is told of outcomes: no endpoint is configured.');
}

function standing({ standing: name, failures, pausedUntil, disabledAt }: Endpoint): HTMLElement {
  const since = pausedUntil ?? disabledAt;
  return element(
    'span',
    { class: 'standing' },
    pill(name),
    failures === 0 ? null : element('span', { class: 'after' }, `${figure(failures)} failures in a row`),
    since === null
      ? null
      : element('span', { class: 'after' }, pausedUntil === null ? 'since ' : 'until ', timeElement(since)),
  );
}

function count({ endpoint, waiting, failed }: Endpoint, state: 'waiting' | 'failed'): Node | string {
  const many = state === 'waiting' ? waiting : failed;
  return many === 0
    ? '0'
    : element(
        'a',
        { href: addressOf('deliveries', { endpoint, state }), 'aria-label': `${figure(many)} ${state} of ${endpoint}` },
        figure(many),
      );
}

function actions({ endpoint, standing: name, failed, waiting }: Endpoint, deeds: Deeds): HTMLElement {
  const isHeld = name === 'paused' || name === 'disabled';
  const enable = button('Enable', 'quiet', () => void enabled(endpoint, waiting, deeds));
  enable.setAttribute('aria-label', `Enable ${endpoint}`);
  const again = button('Send failed again', 'quiet', () => void failedAgain(endpoint, failed, deeds));
  again.setAttribute('aria-label', `Send failed again to ${endpoint}`);
  return element('span', { class: 'actions' }, isHeld ? enable : null, failed > 0 ? again : null);
}

async function enabled(endpoint: string, waiting: number, deeds: Deeds): Promise<void> {
  const answer = await confirmed({
    title: `Enable ${endpoint}?`,
    text: `It is told again from now on. ${figure(waiting)} deliveries wait for it, and are due at once.`,
    goOn: 'Enable',
  });
  if (answer === undefined) return;
  await deeds.do(async () => {
    await operations.enable(endpoint);
    return `${endpoint} is told again.`;
  });
}

async function failedAgain(endpoint: string, failed: number, deeds: Deeds): Promise<void> {
  const answer = await confirmed({
    title: 'Send again what has failed?',
    text: `${figure(failed)} deliveries to ${endpoint} have been given up. Each is made again, from the first try on.`,
    goOn: 'Send again',
  });
  if (answer === undefined) return;
  await deeds.do(async () => {
    const sent = await operations.resendFailed(endpoint);
    return `${figure(sent.count)} deliveries are ${whenItComes(sent.standing)}.`;
  });
}

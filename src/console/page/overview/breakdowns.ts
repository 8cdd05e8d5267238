import { type Column, dataTable } from '../parts/data-table.js';
import { element } from '../parts/element.js';
import { figure, share } from '../parts/figures.js';
import { panel } from '../parts/panel.js';
import type { Funnel, FunnelReport } from '../operations-api.js';
import { addressOf } from '../place.js';

/** Stands for names beyond those that are counted by name: nothing has it for its name. */
const OTHERS = '(other)';

/** How many rows stand there at once; the rest is unfolded. */
const FIRST_ROWS = 12;

/** The same for each channel, and for each rule. */
export function breakdowns({ byChannel, byRule, from }: FunnelReport): readonly HTMLElement[] {
  return [
    panel(
      'By channel',
      table(
        'By channel',
        'Channel',
        byChannel.map((row) => [linkTo('channel', row.channel, from), row] as const),
      ),
    ),
    panel(
      'By rule',
      table(
        'By rule',
        'Rule',
        byRule.map((row) => [linkTo('ruleName', row.ruleName, from), row] as const),
      ),
    ),
  ];
}

type Row = readonly [name: Node, funnel: Funnel];

function table(caption: string, heading: string, rows: readonly Row[]): HTMLElement {
  const columns: readonly Column<Row>[] = [
    { heading, isHeading: true, cell: ([name]) => name },
    { heading: 'Started', isFigure: true, cell: ([, { started }]) => figure(started) },
    { heading: 'Delivered', isFigure: true, isMinor: true, cell: ([, row]) => share(row.delivered, row.started) },
    { heading: 'Shown', isFigure: true, cell: ([, row]) => share(row.shown, row.started) },
    { heading: 'Accepted of shown', isFigure: true, cell: ([, row]) => share(row.accepted, row.shown) },
    { heading: 'Suppressed', isFigure: true, isMinor: true, cell: ([, { suppressed }]) => figure(suppressed) },
  ];
  const first = dataTable(caption, columns, rows.slice(0, FIRST_ROWS), 'Nothing was started in this time.');
  const rest = rows.slice(FIRST_ROWS);
  if (rest.length === 0) return first;
  return element(
    'div',
    {},
    first,
    element(
      'details',
      {},
      element('summary', {}, `${figure(rest.length)} more`),
      dataTable(`${caption}, further ones`, columns, rest, ''),
    ),
  );
}

/** Leads to its attempts, of the same window, which moves on. */
function linkTo(parameter: string, name: string | null, since: string): Node {
  if (name === null) return element('em', {}, 'none named');
  if (name === OTHERS) return element('em', {}, 'others');
  const href = addressOf('attempts', { [parameter]: name, since });
  return element('a', { href, class: 'name', 'data-mark': `${parameter} ${name}` }, name);
}

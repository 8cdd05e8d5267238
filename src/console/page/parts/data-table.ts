import { type Child, element } from './element.js';

/** A column of a table. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => Child;
  /** Figures stand under each other. */
  readonly isFigure?: boolean;
  /** Narrow screens do without it. */
  readonly isMinor?: boolean;
  /** Narrow screens have it on a line of its own, below the others. */
  readonly isBelow?: boolean;
  /** What the row is about. */
  readonly isHeading?: boolean;
}

/** A table of rows, or a sentence where there are none. */
export function dataTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  empty: string,
): HTMLElement {
  if (rows.length === 0) return element('p', { class: 'empty' }, empty);
  const hasLines = columns.some(({ isBelow }) => isBelow === true);
  const head = columns.map((column) =>
    element('th', { scope: 'col', class: classOf(column) }, column.heading === '' ? hidden('Actions') : column.heading),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      ...columns.map((column) =>
        column.isHeading === true
          ? element('th', { scope: 'row', class: classOf(column) }, column.cell(row))
          : element('td', { class: classOf(column), 'data-heading': column.heading }, column.cell(row)),
      ),
    ),
  );
  return element(
    'div',
    { class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': caption },
    element(
      'table',
      { class: hasLines ? 'lines' : '' },
      element('caption', { class: 'hidden' }, caption),
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...body),
    ),
  );
}

/** Text for those who do not see the page. */
export function hidden(text: string): HTMLElement {
  return element('span', { class: 'hidden' }, text);
}

function classOf({ isFigure, isMinor, isBelow }: Pick<Column<never>, 'isFigure' | 'isMinor' | 'isBelow'>): string {
  const names = { figure: isFigure, minor: isMinor, below: isBelow };
  return Object.entries(names)
    .flatMap(([name, isSo]) => (isSo === true ? [name] : []))
    .join(' ');
}

/** Rows of cells, the first of which names the columns. */
export type Table = readonly (readonly string[])[];

/** As text for a terminal: names to the left, figures to the right. */
export function textOf(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const rule = '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [lines[0], rule, ...lines.slice(1), ''].join('\n');
}

/** A number as people read it: with its thousands apart, and three digits that count where it is small. */
export function readable(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A count that is short enough for an axis: 20 k, 5 M. */
export function shortCount(count: number): string {
  if (count >= 1e6) return `${Number((count / 1e6).toFixed(1))} M`;
  return count >= 1e4 ? `${Number((count / 1e3).toFixed(1))} k` : count.toLocaleString('en');
}

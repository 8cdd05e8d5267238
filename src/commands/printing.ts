/** What stands for a value that is not there. */
const NONE = '-';

/** Characters that would move the cursor or forge a line. */
const CONTROL = /\p{Cc}/gu;

/** Values as lines in columns, under their headings. */
export function tableOf(headings: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const lines = [headings, ...rows.map((row) => row.map(cellOf))];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** So many of something, whose name takes an s when they are several. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Values under their names. */
export function listOf(values: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values)
    .map(([name, value]) => `${name.padEnd(width)}  ${cellOf(value)}\n`)
    .join('');
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return NONE;
  return (typeof value === 'string' ? value : JSON.stringify(value)).replace(CONTROL, '\u{FFFD}');
}

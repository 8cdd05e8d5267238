import type { Trial } from './trial.js';

/** A trial in words. */
export function reportOf({ parameter, value, origins, kept, faults }: Trial): string {
  const fields = Object.entries(origins).map(([field, at]) => [field, at ?? 'a constant of the mapping'] as const);
  const title = parameter === 'ixnProfile' ? 'Kept in data:' : 'Passed over, since a cancellation keeps no data:';
  return [
    `The ${parameter} that results:`,
    '',
    JSON.stringify(value, null, 2),
    '',
    ...section('The mapping has filled:', columns(fields)),
    ...section(title, kept),
    ...(faults.length === 0
      ? ['No fault: the service takes it.']
      : [
          `${faults.length === 1 ? 'A fault' : `${faults.length} faults`}, for which the service refuses it:`,
          ...faults.map(({ pointer, detail }) => `  ${pointer || 'the body'} ${detail}`),
        ]),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`);
}

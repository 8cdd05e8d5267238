import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const pathOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** The rows of a table, without what only makes it look even. */
function rowsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replace(/\s+/g, ' '));
}

function reckon(...visitors: readonly string[]): { readonly rows: readonly string[]; readonly stderr: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [pathOf('bench/scale.mjs'), ...visitors], {
    encoding: 'utf8',
  });
  return { rows: rowsIn(stdout), stderr };
}

describe('docs/scaling.md', () => {
  const document = readFileSync(pathOf('docs/scaling.md'), 'utf8');

  it('has the table that is reckoned from the measured figures', () => {
    const { rows } = reckon();

    expect(rows.length).toBeGreaterThan(10);
    expect(rowsIn(document)).toEqual(expect.arrayContaining([...rows]));
  });

  it('has every figure that was measured and is reckoned with', () => {
    const figures: Readonly<Record<string, number>> = JSON.parse(readFileSync(pathOf('bench/figures.json'), 'utf8'));
    const told = rowsIn(document).join('\n');

    expect(
      Object.entries(figures)
        .filter(([name]) => readFileSync(pathOf('bench/scale.mjs'), 'utf8').includes(name))
        .filter(([, value]) => !told.includes(` ${value} `)),
    ).toEqual([]);
  });
});

describe('the reckoning', () => {
  it('asks for more nodes, and more cells, for more visitors', () => {
    const [visitors = '', cells = ''] = reckon('1000000', '5000000').rows;

    expect(visitors).toContain('| 1,000,000 | 5,000,000 |');
    expect(cells).toBe('| cells | 1 | 2 |');
  });
});

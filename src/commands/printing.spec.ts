import { describe, expect, it } from 'vitest';
import { listOf, tableOf } from './printing.js';

describe('a table', () => {
  it('has its columns under their headings', () => {
    expect(
      tableOf(
        ['name', 'count'],
        [
          ['one', 1],
          ['eleven', null],
        ],
      ),
    ).toBe('name    count\none     1\neleven  -\n');
  });

  it('lets no text move the cursor or forge a line', () => {
    expect(tableOf(['name'], [['a\nb\u001B[2Jc\u0085']])).toBe('name\na\u{FFFD}b\u{FFFD}[2Jc\u{FFFD}\n');
  });
});

describe('a list', () => {
  it('has its values beside their names', () => {
    expect(listOf({ state: 'shown', reason: undefined })).toBe('state   shown\nreason  -\n');
  });
});

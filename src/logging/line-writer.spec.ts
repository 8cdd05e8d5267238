import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LineWriter } from './line-writer.js';

let directory: string;
let open: number[];
let lost: number[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'line-writer-'));
  open = [];
  lost = [];
});

afterEach(() => {
  vi.useRealTimers();
  for (const fd of open) closeSync(fd);
  rmSync(directory, { recursive: true });
});

/** Both ends of a pipe in one, which does not let its writer wait: as standard output is, where it is a pipe. */
function aPipe(): number {
  const path = join(directory, 'pipe');
  execFileSync('mkfifo', [path]);
  return kept(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
}

function aFile(): { readonly fd: number; readonly text: () => string } {
  const path = join(directory, 'file');
  return { fd: kept(openSync(path, 'a')), text: () => readFileSync(path, 'utf8') };
}

function kept(fd: number): number {
  open.push(fd);
  return fd;
}

function aWriter(fd: number): LineWriter {
  return new LineWriter(fd, (count) => lost.push(count));
}

/** Everything that is in the pipe now. */
function readAll(fd: number): string {
  const bytes = Buffer.alloc(65_536);
  let text = '';
  for (;;) {
    try {
      text += bytes.toString('latin1', 0, readSync(fd, bytes));
    } catch {
      return text;
    }
  }
}

const line = (length: number, letter = 'x'): string => `${letter.repeat(length - 1)}\n`;

describe('a line', () => {
  it('waits for others no longer than a moment', () => {
    vi.useFakeTimers();
    const { fd, text } = aFile();
    const writer = aWriter(fd);

    writer.write('one\n');
    vi.advanceTimersByTime(49);
    writer.write('two\n');
    expect(text()).toBe('');
    vi.advanceTimersByTime(1);

    expect(text()).toBe('one\ntwo\n');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not wait when there are many', () => {
    const { fd, text } = aFile();
    const writer = aWriter(fd);

    for (let count = 0; count < 33; count++) writer.write(line(1_000));

    expect(text()).toHaveLength(33_000);
  });

  it('is written at the end', () => {
    const { fd, text } = aFile();
    const writer = aWriter(fd);

    writer.write('the last words: ünïcødé 😀\n');
    writer.end();

    expect(text()).toBe('the last words: ünïcødé 😀\n');
  });
});

describe('a reader that does not read', () => {
  it('gets every line in order when it reads again, also one that had gone in part', () => {
    vi.useFakeTimers();
    const fd = aPipe();
    const writer = aWriter(fd);
    const letters = [...'abcdefghij'];

    for (const letter of letters) writer.write(line(20_000, letter));
    let read = '';
    for (let turn = 0; turn < 20; turn++) {
      read += readAll(fd);
      vi.advanceTimersByTime(50);
    }

    expect(read === letters.map((letter) => line(20_000, letter)).join('')).toBe(true);
    expect(lost).toEqual([]);
  });

  it('is waited for by nobody', () => {
    const writer = aWriter(aPipe());
    const since = performance.now();

    for (let count = 0; count < 1_000; count++) writer.write(line(1_000));

    expect(performance.now() - since).toBeLessThan(500);
  });

  it('loses what is beyond the bound, and is told how much', () => {
    vi.useFakeTimers();
    const fd = aPipe();
    const writer = aWriter(fd);

    for (let count = 0; count < 5_000; count++) writer.write(line(1_000));
    let read = 0;
    for (let turn = 0; turn < 200; turn++) {
      read += readAll(fd).length;
      vi.advanceTimersByTime(50);
    }

    expect(lost).toHaveLength(1);
    expect(lost[0]).toBeGreaterThan(500);
    expect(read / 1_000).toBe(5_000 - (lost[0] ?? 0));
  });

  it('holds up the end of the process for a moment only', () => {
    const writer = aWriter(aPipe());
    for (let count = 0; count < 200; count++) writer.write(line(1_000));
    const since = performance.now();

    writer.end();

    expect(performance.now() - since).toBeGreaterThan(900);
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});

describe('a reader that is gone', () => {
  it('is written to no more', () => {
    vi.useFakeTimers();
    const path = join(directory, 'pipe');
    execFileSync('mkfifo', [path]);
    const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = aWriter(kept(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)));
    closeSync(reading);

    writer.write('to nobody\n');
    expect(() => vi.advanceTimersByTime(50)).not.toThrow();
    writer.write('to nobody\n');
    writer.end();

    expect(vi.getTimerCount()).toBe(0);
  });
});

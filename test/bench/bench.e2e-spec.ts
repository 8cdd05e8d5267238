import { homedir, tmpdir } from 'node:os';
import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIGURE_NAMES } from '../../bench/report/figures.js';
import { measure, runBench } from './support/run-bench.js';
import { faultOfXml } from './support/well-formed.js';

/** Each starts servers of its own, more than once. */
const WITHIN = { timeout: 180_000 };

const NOTHING_WRONG = { lost: 0, refused: 0, shownTwice: 0, astray: 0, answersRefused: 0 };

describe('npm run bench', () => {
  it('holds the gateway against bare, and tells every figure of both', WITHIN, async () => {
    const run = await measure('--visitors', '30');

    const { medians, ratiosToBare } = run.result('comparison').figures as {
      medians: Record<string, Record<string, number>>;
      ratiosToBare: Record<string, Record<string, number>>;
    };
    expect(Object.keys(medians)).toEqual(['bare', 'gateway']);
    for (const figures of Object.values(medians)) {
      expect(Object.keys(figures).toSorted()).toEqual([...FIGURE_NAMES].toSorted());
      expect(figures).toMatchObject(NOTHING_WRONG);
      for (const name of ['throughput', 'cpuMicroseconds', 'p50Ms', 'p99Ms', 'connectsPerSecond', 'restMiB'])
        expect([name, Number(figures[name]) > 0]).toEqual([name, true]);
    }
    expect(ratiosToBare['bare']).toMatchObject({ throughput: 1, p99Ms: 1 });
    expect(run.stdout).toContain('gateway / bare');
    expect(run.stderr).toMatch(/^comparison: .* about \d+ seconds$/m);
    expect(faultOfXml(run.picture('comparison'))).toBeUndefined();
  });

  it('brings all visitors back after all were cut off, and shows nobody anything twice', WITHIN, async () => {
    const run = await measure('visitors', '--visitors', '30', '--systems', 'gateway');

    const { gateway } = run.result('visitors').figures as { gateway: Record<string, number> };
    expect(gateway).toMatchObject({ lost: 0, refused: 0, shownTwice: 0 });
    expect(gateway['allBackSeconds']).toBeGreaterThan(0);
    expect(gateway['stormEngagements']).toBeGreaterThan(0);
    expect(faultOfXml(run.picture('visitors'))).toBeUndefined();
  });

  it('soaks, and gives no verdict after so little', WITHIN, async () => {
    const run = await measure('soak', '--visitors', '30', '--seconds', '1');

    expect(run.result('soak').figures).toMatchObject({
      lost: 0,
      refused: 0,
      shownTwice: 0,
      verdict: { memory: 'not told' },
    });
    expect(run.result('soak').figures['samples']).not.toEqual([]);
    const collections = run.result('soak').figures['collections'] as readonly { readonly heapInUseMiB: number }[];
    expect(collections.length).toBeGreaterThan(0);
    for (const { heapInUseMiB } of collections) expect(heapInUseMiB).toBeGreaterThan(1);
    expect(run.stdout).toContain('heap in use after collections, MiB');
    expect(run.picture('soak')).toContain('heap in use after collections, MiB');
    expect(faultOfXml(run.picture('soak'))).toBeUndefined();
  });

  it('draws where the time goes in both threads, and tells nothing of this machine', WITHIN, async () => {
    const run = await measure('profile', '--visitors', '30');

    const { threads } = run.result('profile').figures as {
      threads: readonly { name: string; busy: number; shares: Record<string, number>; root: { children: unknown[] } }[];
    };
    expect(threads.map(({ name }) => name)).toEqual(['main thread', 'store thread']);
    for (const { busy, shares, root } of threads) {
      expect(busy).toBeGreaterThan(0);
      expect(busy).toBeLessThanOrEqual(1);
      expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
      expect(root.children).not.toEqual([]);
    }
    expect(run.stdout).toMatch(/^share of time, % +main thread +store thread$/m);
    const picture = run.picture('profile');
    expect(faultOfXml(picture)).toBeUndefined();
    expect(picture).toMatch(/ dist\/\S+\.js: [\d.]+ %/);
    const written = picture + JSON.stringify(run.result('profile'));
    for (const path of [process.cwd(), tmpdir() + sep, homedir() + sep, 'file:', 'node_modules'])
      expect([path, written.includes(path)]).toEqual([path, false]);
  });

  it('fills the store, and measures it empty and full', WITHIN, async () => {
    const run = await measure('growth', '--visitors', '30', '--attempts', '500');

    expect(run.result('growth').figures).toMatchObject({
      attempts: [
        { count: 0, figures: NOTHING_WRONG },
        { count: 500, figures: NOTHING_WRONG },
      ],
      visitors: [{ count: 30, figures: NOTHING_WRONG }],
    });
    expect(faultOfXml(run.picture('growth'))).toBeUndefined();
  });

  it('times the console’s views on a store with a past, beside an empty one', WITHIN, async () => {
    const run = await measure('console', '--attempts', '2000');

    const { empty, full } = run.result('console').figures as Record<
      'empty' | 'full',
      Record<string, { p50Ms: number }>
    >;
    expect(Object.keys(full)).toEqual(Object.keys(empty));
    expect(Object.keys(full).length).toBeGreaterThan(8);
    for (const { p50Ms } of Object.values({ ...empty, ...full })) expect(p50Ms).toBeGreaterThan(0);
    expect(faultOfXml(run.picture('console'))).toBeUndefined();
  });
});

describe('a command line that is not understood', () => {
  it.each([
    [['everything'], 'There is no part everything'],
    [['--visitors', 'many'], '--visitors: a number from 1 to 25000 is expected, not many'],
    [['--store', 'paper'], '--store: sqlite or postgres is expected, not paper'],
    [['--nodes', '2', '--store', 'sqlite'], '--nodes: several nodes share a PostgreSQL'],
    [['--colour'], "Unknown option '--colour'"],
  ])('is answered with what is wrong: %j', async (args, message) => {
    const run = await runBench(...args);

    expect({ code: run.code, stderr: run.stderr.trim() }).toEqual({
      code: 64,
      stderr: expect.stringContaining(message),
    });
  });

  it('is helped by --help, which names every part', async () => {
    const { code, stdout } = await runBench('--help');

    expect(code).toBe(0);
    for (const part of ['comparison', 'visitors', 'soak', 'growth', 'console', 'nodes', 'profile', 'capacity', 'all'])
      expect(stdout).toMatch(new RegExp(`^  ${part} `, 'm'));
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Cluster, DATABASE } from './support/cluster.js';
import { History } from './support/history.js';
import { Page } from './support/page.js';
import { recordsOf } from './support/record.js';
import { Strategy } from './support/strategy.js';
import { expectNoBreach } from './support/verdict.js';

/** Tells a process another time of day than the system's; the time since its start stays true, as it is for a machine. */
const { FAKETIME_LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1' } = process.env;

let cluster: Cluster;
let directory: string;
const history = new History();

/** The environment of a node whose clock is off by what a file says, now and later. */
function clockOff(by: string): Readonly<Record<string, string>> {
  const file = join(directory, `clock${by}`);
  writeFileSync(file, by);
  return {
    LD_PRELOAD: FAKETIME_LIBRARY,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'engagement-clocks-'));
  cluster = await Cluster.start({
    own: {
      'backend-1': clockOff('+5s'),
      'backend-2': clockOff('-5s'),
      'frontend-1': clockOff('-4s'),
      'frontend-2': clockOff('+0s'),
    },
  });
});

afterAll(async () => {
  for (const page of history.pages) page.close();
  await cluster.stop();
  rmSync(directory, { recursive: true });
});

/** Engages through each backend, and watches the database until all attempts have ended. @returns lives in ms */
async function livesOf(count: number, timeToLive: number): Promise<readonly number[]> {
  const begun = new Map<string, number>();
  for (const { url } of cluster.backends)
    await Promise.all(
      Array.from({ length: count }, async () => {
        const { body } = await new Strategy(history, url).engage({ timeToLive });
        begun.set(body.attemptId ?? '', performance.now());
      }),
    );
  const lives = new Map<string, number>();
  while (lives.size < begun.size) {
    const { attempts } = await recordsOf(cluster.postgres, DATABASE);
    for (const { attemptId, endedAt } of attempts) {
      const from = begun.get(attemptId);
      if (endedAt !== null && from !== undefined && !lives.has(attemptId))
        lives.set(attemptId, performance.now() - from);
    }
    await delay(50);
  }
  return [...lives.values()];
}

describe('nodes whose clocks are five seconds apart', () => {
  it('are told apart by their clocks indeed', async () => {
    const dates = await Promise.all(
      cluster.backends.map(async ({ url }) => Date.parse((await fetch(url)).headers.get('date') ?? '')),
    );

    expect((dates[0] ?? 0) - (dates[1] ?? 0)).toBeGreaterThan(8_000);
  });

  it('let no attempt expire a second too soon, nor five too late', async () => {
    const lives = await livesOf(20, 3);

    process.stdout.write(`3 s to live: ${Math.round(Math.min(...lives))} to ${Math.round(Math.max(...lives))} ms\n`);
    expect(Math.min(...lives)).toBeGreaterThan(2_000);
    expect(Math.max(...lives)).toBeLessThan(8_000);
  });

  it('hold that also when one of them jumps by an hour, ahead and back', { timeout: 180_000 }, async () => {
    for (const jump of ['+1h', '-1h', '+0s']) {
      const lives = livesOf(10, 3);
      await delay(500);
      writeFileSync(join(directory, 'clock+0s'), jump);
      writeFileSync(join(directory, 'clock+5s'), jump);

      const all = await lives;

      expect(Math.min(...all)).toBeGreaterThan(2_000);
      expect(Math.max(...all)).toBeLessThan(8_000);
    }
  });

  it('show an invitation at once, for as long as it has, wherever it is', async () => {
    for (const { url } of cluster.backends)
      for (const frontend of cluster.frontends) {
        const page = await Page.open(history, frontend.url, `visit-${url}-${frontend.name}`, 'page');
        const from = performance.now();
        await new Strategy(history, url).engage({ visitId: page.visitId, invitation: { displaySeconds: 1 } });
        while (page.showing.length === 0) await delay(5);
        expect(performance.now() - from).toBeLessThan(1_000);
      }
    await expectNoBreach(cluster, history);
    await vi.waitFor(
      () => expect(history.outcomes.map(({ told }) => told)).toEqual(history.pages.map(() => 'ignored')),
      {
        timeout: 5_000,
      },
    );
  });
});

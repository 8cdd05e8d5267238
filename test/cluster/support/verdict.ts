import { expect } from 'vitest';
import { type Cluster, DATABASE } from './cluster.js';
import type { History } from './history.js';
import { recordsOf } from './record.js';
import { breachesIn } from './rules.js';

const SETTLED_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 250;

/** Waits until all sides agree, as they must in time, and fails with every breach of a rule where they do not. */
export async function expectNoBreach(cluster: Cluster, history: History): Promise<void> {
  const until = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const breaches = breachesIn({ history, records: await recordsOf(cluster.postgres, DATABASE) });
    if (breaches.length === 0) return;
    if (performance.now() > until) expect(breaches.slice(0, 20)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

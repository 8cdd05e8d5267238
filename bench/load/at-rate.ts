import { setTimeout as delay } from 'node:timers/promises';

/**
 * Does something so many times a second, at even distances, whether what was begun before is done or not.
 *
 * @param isOver is asked before each
 * @returns when it is over and all is done
 * @throws what the first of them failed with; none is begun after it
 */
export async function atRate(perSecond: number, isOver: () => boolean, act: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for (let count = 0; failures.length === 0 && !isOver(); count++) {
    const wait = begun + (count * 1000) / perSecond - performance.now();
    // Timers are no finer than that: what is due within a millisecond is due now.
    if (wait > 1) await delay(wait);
    const acting = act()
      .catch((failure: unknown) => void failures.push(failure))
      .finally(() => underWay.delete(acting));
    underWay.add(acting);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}

/** Says so when so many seconds have passed from now on. */
export function after(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() >= end;
}

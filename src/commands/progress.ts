import type { Surroundings } from './surroundings.js';

/** How often progress is told, in milliseconds. */
const EVERY_MS = 250;

/** Tells somebody who watches how far long work has come, on one line that is written over. */
export class Progress {
  private toldAt = Number.NEGATIVE_INFINITY;
  private isTelling = false;

  constructor(private readonly surroundings: Pick<Surroundings, 'err' | 'showsProgress'>) {}

  tell(text: string): void {
    if (!this.surroundings.showsProgress || performance.now() < this.toldAt + EVERY_MS) return;
    this.toldAt = performance.now();
    this.isTelling = true;
    this.surroundings.err(`\r\u001B[K${text}`);
  }

  end(): void {
    if (this.isTelling) this.surroundings.err('\r\u001B[K');
  }
}

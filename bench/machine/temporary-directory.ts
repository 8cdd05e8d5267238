import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endsWith } from './endings.js';

export interface TemporaryDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** A new directory of the benchmark's own, where the system keeps what is temporary (`TMPDIR`). */
export function aTemporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), 'engagement-bench-'));
  return { path, remove: endsWith(async () => rmSync(path, { recursive: true, force: true })) };
}

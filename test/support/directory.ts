import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new directory for the databases of a test; gone after it. */
export function aTestDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'engagement-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

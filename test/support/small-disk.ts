import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether file systems can be mounted here. */
export const canMount = process.getuid?.() === 0 && process.platform === 'linux';

/** A file system of its own, of a few megabytes, that can be filled. */
export class SmallDisk {
  private constructor(readonly path: string) {}

  static mount(megabytes: number): SmallDisk {
    const path = mkdtempSync(join(tmpdir(), 'engagement-test-disk-'));
    mustRun('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
    return new SmallDisk(path);
  }

  /** Leaves no room for anything. */
  fill(): void {
    const file = openSync(join(this.path, 'filling'), 'w');
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 4))
      try {
        for (;;) writeSync(file, Buffer.alloc(size));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    closeSync(file);
  }

  makeRoom(): void {
    rmSync(join(this.path, 'filling'), { force: true });
  }

  unmount(): void {
    mustRun('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true });
  }
}

function mustRun(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

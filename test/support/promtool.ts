import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Prometheus' own checks, where they are installed; Debian's package is called prometheus. */
export const PROMTOOL = [process.env['PROMTOOL'], '/usr/bin/promtool', '/usr/local/bin/promtool'].find(
  (path) => path !== undefined && existsSync(path),
);

export function promtool(
  args: readonly string[],
  input?: string,
): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(PROMTOOL ?? 'promtool', args, { encoding: 'utf8', input });
  return { status, said: `${stdout}${stderr}` };
}

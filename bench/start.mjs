// Starts the benchmark of the service as it is built: node bench/start.mjs [part ...] [options]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** How many files a process may have open, where the system lets it: a connection to a visitor is one. */
const OPEN_FILES = 65_536;

// A folder of its own for each run, so that none runs what another one is just writing.
const cache = join(ROOT, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const program = mkdtempSync(join(cache, 'bench-'));
await build({
  absWorkingDir: ROOT,
  entryPoints: { main: 'bench/main.ts', 'bare.server': 'bench/systems/bare.server.ts' },
  outdir: program,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
});
await stop();

const command = [process.execPath, '--enable-source-maps', join(program, 'main.js'), ...process.argv.slice(2)];
const withFiles = `ulimit -n ${OPEN_FILES} 2>/dev/null || ulimit -n "$(ulimit -Hn)"; exec "$@"`;
const child = spawn('sh', ['-c', withFiles, 'bench', ...command], { cwd: ROOT, stdio: 'inherit' });
// The measuring process stops what it has started, whichever of both is told to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
const [code] = await once(child, 'exit');
rmSync(program, { recursive: true, force: true });
process.exitCode = code ?? 1;

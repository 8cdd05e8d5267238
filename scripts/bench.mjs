// npm run bench: installs and builds what is missing, then measures. npm run bench -- --help says what, and how.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, ROOT } from './prepare.mjs';
import { findPrograms } from './programs.mjs';

/** Arguments that ask for PostgreSQL, or Redis. */
const WITH_DATABASES = /^(nodes|capacity|all|postgres|--store=postgres|--nodes.*)$/;

/** How many files the processes may have open, where the system lets them: a connection to a visitor is one. */
const OPEN_FILES = 65_536;

const args = process.argv.slice(2);
ensureInstalled();
ensureBuilt();
const { environment } = args.some((arg) => WITH_DATABASES.test(arg)) ? findPrograms() : { environment: {} };

const { build, stop } = await import('esbuild');
mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true });
const program = mkdtempSync(join(ROOT, 'node_modules/.cache/bench-'));
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

const command = [process.execPath, '--enable-source-maps', join(program, 'main.js'), ...args];
const withFiles = `ulimit -n ${OPEN_FILES} 2>/dev/null || ulimit -n "$(ulimit -Hn)"; exec "$@"`;
const child = spawn('sh', ['-c', withFiles, 'bench', ...command], {
  cwd: ROOT,
  env: { ...process.env, ...environment },
  stdio: 'inherit',
});
// The measuring process stops what it has started, whichever of both is told to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
const [code] = await once(child, 'exit');
rmSync(program, { recursive: true, force: true });
process.exitCode = code ?? 1;

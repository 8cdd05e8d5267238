// What both commands need before they can work: the packages, and the built service.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const INSTALLED = join(ROOT, 'node_modules/.installed-lockfile');
const BUILT = join(ROOT, 'dist/.built');

/** Runs a program to its end, with its output shown. Ends this process when it fails. */
export function run(command, args, { env = {} } = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (error !== undefined) process.stderr.write(`${command}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs a program that a package brings. */
export function runPackaged(name, args, options) {
  run(process.execPath, [binOf(name), ...args], options);
}

/** Installs the packages of the lockfile, unless that is done. */
export function ensureInstalled() {
  refuseOldNode();
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(INSTALLED) ? readFileSync(INSTALLED, 'utf8') : '';
  if (installed === wanted) return;
  process.stdout.write('Installing packages\n');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(INSTALLED, wanted);
}

/** Builds the service and what it serves to browsers, unless nothing has changed since. */
export function ensureBuilt() {
  const sources = ['src', 'scripts', 'package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json'];
  const changed = Math.max(...sources.map((source) => lastChange(join(ROOT, source))));
  if (existsSync(BUILT) && statSync(BUILT).mtimeMs >= changed) return;
  build();
}

export function build() {
  process.stdout.write('Building\n');
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  runPackaged('@nestjs/cli', ['build']);
  run(process.execPath, [join(ROOT, 'scripts/build-browser.mjs')]);
  writeFileSync(BUILT, '');
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Node.js ${process.versions.node} is too old: 20.19 or later is needed.\n`);
  process.exit(1);
}

function binOf(name) {
  const folder = join(ROOT, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : Object.values(bin)[0]);
}

function lastChange(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}

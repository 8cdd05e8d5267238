// npm run pictures: takes the pictures of the console anew that the documents show.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ensureBuilt, ensureInstalled, ROOT, run } from './prepare.mjs';
import { findPrograms } from './programs.mjs';

ensureInstalled();
ensureBuilt();
Object.assign(process.env, findPrograms().environment);
// Where it finds the built service as tests do.
const program = join(ROOT, 'dist/pictures.mjs');
await build({
  absWorkingDir: ROOT,
  entryPoints: ['test/browser/pictures.ts'],
  outfile: program,
  bundle: true,
  packages: 'external',
  external: ['#service/*'],
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
});
run(process.execPath, [program]);
rmSync(program);

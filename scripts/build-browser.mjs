// Builds what browsers load: the library, as a script and as a module, and the demo page.
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './prepare.mjs';

const CLIENT = join(ROOT, 'src/client');
const DEMO = join(ROOT, 'src/demo/page');

const common = { bundle: true, minify: true, sourcemap: true, target: 'es2022', logLevel: 'warning', legalComments: 'eof' };

await build({
  ...common,
  entryPoints: [join(CLIENT, 'script-tag.ts')],
  outfile: join(ROOT, 'dist/client/engagement.js'),
  format: 'iife',
  globalName: 'Engagement',
});
await build({
  ...common,
  entryPoints: [join(CLIENT, 'index.ts')],
  outfile: join(ROOT, 'dist/client/engagement.mjs'),
  format: 'esm',
});

if (existsSync(DEMO)) {
  const out = join(ROOT, 'dist/demo/page');
  mkdirSync(out, { recursive: true });
  const entryPoints = ['demo.ts', 'shop.ts'].map((name) => join(DEMO, name)).filter((path) => existsSync(path));
  await build({ ...common, entryPoints, outdir: out, format: 'esm' });
  for (const file of readdirSync(DEMO).filter((name) => ['.html', '.css', '.svg'].includes(extname(name))))
    cpSync(join(DEMO, file), join(out, basename(file)));
}

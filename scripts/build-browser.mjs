// Builds what browsers load: the library, as a script and as a module, the demo page, and the console.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './prepare.mjs';

const CLIENT = join(ROOT, 'src/client');

/** Pages, with the scripts that they begin with. */
const PAGES = { demo: ['demo.ts', 'shop.ts'], console: ['console.ts'] };

/** Page files that are served as they are. */
const STATIC = new Set(['.html', '.css', '.svg']);

/** Some carry others' work, whose license asks for this. */
const NOTICE = '/*! Contains socket.io-client, copyright Guillermo Rauch and contributors, MIT license. */';
const CHARTS_NOTICE = '/*! Contains uPlot, copyright Leon Sorokin, MIT license. */';

const common = { bundle: true, minify: true, sourcemap: true, target: 'es2022', logLevel: 'warning' };

await Promise.all([
  build({
    ...common,
    entryPoints: [join(CLIENT, 'script-tag.ts')],
    outfile: join(ROOT, 'dist/client/engagement.js'),
    banner: { js: NOTICE },
    format: 'iife',
    globalName: 'Engagement',
  }),
  build({
    ...common,
    entryPoints: [join(CLIENT, 'index.ts')],
    outfile: join(ROOT, 'dist/client/engagement.mjs'),
    banner: { js: NOTICE },
    format: 'esm',
  }),
  ...Object.entries(PAGES).map(([name, scripts]) =>
    build({
      ...common,
      entryPoints: scripts.map((file) => join(sourcesOf(name), file)),
      outdir: builtOf(name),
      ...(name === 'console' && { banner: { js: CHARTS_NOTICE } }),
      format: 'esm',
    }),
  ),
]);

for (const name of Object.keys(PAGES)) {
  mkdirSync(builtOf(name), { recursive: true });
  for (const file of readdirSync(sourcesOf(name)).filter((each) => STATIC.has(extname(each))))
    cpSync(join(sourcesOf(name), file), join(builtOf(name), file));
}
// Beside the page's own styles.
cpSync(join(ROOT, 'node_modules/uplot/dist/uPlot.min.css'), join(builtOf('console'), 'uplot.css'));

function sourcesOf(page) {
  return join(ROOT, 'src', page, 'page');
}

function builtOf(page) {
  return join(ROOT, 'dist', page, 'page');
}

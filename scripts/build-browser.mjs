// Builds what browsers load: the library, as a script and as a module, and the demo page.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './prepare.mjs';

const CLIENT = join(ROOT, 'src/client');
const PAGE = join(ROOT, 'src/demo/page');
const BUILT_PAGE = join(ROOT, 'dist/demo/page');

/** Page files that are served as they are. */
const STATIC = new Set(['.html', '.css', '.svg']);

/** The library carries another's work, whose license asks for this. */
const NOTICE = '/*! Contains socket.io-client, copyright Guillermo Rauch and contributors, MIT license. */';

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
  build({
    ...common,
    entryPoints: ['demo.ts', 'shop.ts'].map((file) => join(PAGE, file)),
    outdir: BUILT_PAGE,
    format: 'esm',
  }),
]);

mkdirSync(BUILT_PAGE, { recursive: true });
for (const file of readdirSync(PAGE).filter((name) => STATIC.has(extname(name))))
  cpSync(join(PAGE, file), join(BUILT_PAGE, file));

// npm test: installs and builds what is missing, then checks the sources and runs every test.
import { checkSources } from './check-sources.mjs';
import { findChromium } from './chromium.mjs';
import { findPostgres } from './postgres.mjs';
import { ensureBuilt, ensureInstalled, runPackaged } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
// Each kind of test that needs a program beside Node, and where that is.
const NEEDED = [
  { project: 'browser', variable: 'CHROMIUM_PATH', place: findChromium(), missing: 'there is no Chromium' },
  { project: 'cluster', variable: 'POSTGRES_BIN', place: findPostgres(), missing: 'there is no PostgreSQL' },
];
checkSources();
const there = NEEDED.filter(({ place }) => place !== undefined);
const absent = NEEDED.filter(({ place }) => place === undefined);
runPackaged('vitest', ['run', ...absent.flatMap(({ project }) => ['--project', `!${project}`])], {
  env: Object.fromEntries(there.map(({ variable, place }) => [variable, place])),
});
for (const { project, missing } of absent) process.stdout.write(`The ${project} tests did not run: ${missing}.\n`);

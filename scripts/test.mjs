// npm test: installs and builds what is missing, then checks the sources and runs every test.
import { checkSources } from './check-sources.mjs';
import { ensureBuilt, ensureInstalled, runPackaged } from './prepare.mjs';
import { findPrograms } from './programs.mjs';

ensureInstalled();
ensureBuilt();
const { environment, missing } = findPrograms();
checkSources();
const skipped = new Set(['bench', ...missing.map(({ project }) => project)]);
runPackaged('vitest', ['run', ...[...skipped].flatMap((project) => ['--project', `!${project}`])], {
  env: environment,
});
for (const { project, title } of missing)
  process.stdout.write(`The ${project} tests did not run: there is no ${title}.\n`);

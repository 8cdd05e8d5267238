// npm test: installs and builds what is missing, then checks the sources and runs every test.
import { checkSources } from './check-sources.mjs';
import { findChromium } from './chromium.mjs';
import { ensureBuilt, ensureInstalled, runPackaged } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
const chromium = findChromium();
checkSources();
runPackaged('vitest', ['run', ...(chromium === undefined ? ['--project', '!browser'] : [])], {
  env: chromium === undefined ? {} : { CHROMIUM_PATH: chromium },
});
if (chromium === undefined) process.stdout.write('The browser tests did not run: there is no Chromium.\n');

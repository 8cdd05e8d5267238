// npm run bench: measures what nodes carry, and reckons with it.
import { ensureBuilt, ensureInstalled, run, runPackaged } from './prepare.mjs';
import { findPrograms } from './programs.mjs';

ensureInstalled();
ensureBuilt();
runPackaged('vitest', ['run', '--project', 'bench'], { env: findPrograms().environment });
run(process.execPath, ['bench/scale.mjs']);

// npm run check: what can be told within a minute: format, lint, types, import rules, unit tests.
import { checkSources } from './check-sources.mjs';
import { ensureBuilt, ensureInstalled, runPackaged } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
checkSources();
runPackaged('vitest', ['run', '--project', 'unit']);

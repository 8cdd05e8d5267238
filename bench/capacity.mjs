// What a node of each tier carries, and what more visitors would take. Run by npm run bench -- capacity.
import { run, runPackaged } from '../scripts/prepare.mjs';

runPackaged('vitest', ['run', '--project', 'bench']);
run(process.execPath, ['bench/scale.mjs']);

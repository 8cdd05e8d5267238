// npm run cli -- <command>: installs and builds what is missing, then runs a command of the command line.
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
// Files are named as seen from where the command was given.
process.chdir(process.env.INIT_CWD ?? '.');
await import('../dist/cli.js');

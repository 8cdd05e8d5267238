// npm run mapping: installs and builds what is missing, then tries a mapping file on what a strategy sends. npm run
// mapping -- --help says how.
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
// Files are named as seen from where the command was given.
process.chdir(process.env.INIT_CWD ?? '.');
const { runMappingCommand } = await import('../dist/gateway/index.js');
process.exitCode = runMappingCommand(process.argv.slice(2), {
  environment: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});

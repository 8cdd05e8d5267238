// npm run bench: installs and builds what is missing, then measures. npm run bench -- --help says what, and how.
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { findPrograms } from './programs.mjs';

/** Arguments that ask for PostgreSQL, or Redis. */
const WITH_DATABASES = /^(nodes|capacity|all|postgres|--store=postgres|--nodes.*)$/;

ensureInstalled();
ensureBuilt();
if (process.argv.slice(2).some((argument) => WITH_DATABASES.test(argument)))
  Object.assign(process.env, findPrograms().environment);
await import('../bench/start.mjs');

// npm start: installs and builds what is missing, then runs the service.
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
await import('../dist/main.js');

import { fileURLToPath } from 'node:url';
import type { Cores } from '../machine/cores.js';
import { ServerProcess } from './server-process.js';
import type { System } from './system.js';

/** Built beside the benchmark itself. */
const SERVER = fileURLToPath(new URL('bare.server.js', import.meta.url));

export function bare(cores: Cores): System {
  return async () => {
    const node = await ServerProcess.start({
      name: 'bare',
      file: SERVER,
      directory: process.cwd(),
      environment: {},
      readyPath: '/ready',
      node: 0,
      cores,
    });
    return { nodes: [node], databases: [], engagePath: '/engage', stop: node.stop };
  };
}

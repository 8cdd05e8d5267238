import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll } from 'vitest';
import { describeStrategy } from './strategy.contract.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/strategy/typescript', import.meta.url));
const COMPILER = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));

// As `npm run build` does it there.
beforeAll(async () => {
  await promisify(execFile)(process.execPath, [COMPILER], { cwd: EXAMPLE });
});

describeStrategy('the strategy in TypeScript', [process.execPath, 'typescript/dist/run.js']);

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { CancelData, IxnProfile } from '../../examples/strategy/typescript/gateway-api.js';

interface Manifest {
  readonly engines: object;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, unknown>>;
}

const read = (path: string): Manifest =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8'));

describe('an example that is copied and installed on its own', () => {
  it.each(['scxml', 'typescript'])('gets the packages that it is tested with here: %s', (name) => {
    const tested = read('package.json');
    const { engines, dependencies, devDependencies, overrides } = read(`examples/strategy/${name}/package.json`);

    expect({ ...tested.dependencies, ...tested.devDependencies }).toMatchObject({
      ...dependencies,
      ...devDependencies,
    });
    expect(tested.overrides).toMatchObject({ ...overrides });
    expect(engines).toEqual(tested.engines);
  });
});

// These are held by the compiler.
describe('a client that is generated from the OpenAPI document', () => {
  it('leaves out what has a default', () => {
    expectTypeOf<{ interactionId: string; visitId: string }>().toExtend<IxnProfile>();
  });

  it('names at least one id when it cancels', () => {
    expectTypeOf<{ interactionId: string }>().toExtend<CancelData>();
    expectTypeOf<{ visitId: string; reason: string }>().toExtend<CancelData>();
    expectTypeOf<{ reason: string }>().not.toExtend<CancelData>();
  });
});

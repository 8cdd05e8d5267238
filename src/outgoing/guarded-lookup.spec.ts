import type { lookup, LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { AddressRefusedError, guardedLookup } from './guarded-lookup.js';
import { Networks } from './networks.js';

/** A name that stands for something else each time that it is looked up. */
function changing(...answers: readonly (readonly string[])[]): typeof lookup {
  const left = [...answers];
  const resolve = (_host: string, _options: object, done: (error: null, found: LookupAddress[]) => void): void =>
    done(
      null,
      (left.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  return Object.assign(resolve, { __promisify__: undefined }) as never;
}

function ask(look: ReturnType<typeof guardedLookup>, all: boolean): Promise<unknown> {
  return new Promise((resolve) => look('hooks.example.com', { all }, (error, address) => resolve(error ?? address)));
}

const publicOnly = (address: string): boolean => new Networks([]).holds(address);

describe('a name that is looked up', () => {
  it('is refused as soon as it stands for an address inside', async () => {
    const look = guardedLookup(publicOnly, changing(['93.184.216.34'], ['127.0.0.1'], ['169.254.169.254']));

    expect(await ask(look, false)).toBe('93.184.216.34');
    expect(await ask(look, false)).toBeInstanceOf(AddressRefusedError);
    expect(await ask(look, true)).toBeInstanceOf(AddressRefusedError);
  });

  it('keeps of several addresses those outside', async () => {
    const look = guardedLookup(publicOnly, changing(['10.0.0.1', '93.184.216.34', '::1', '2606:4700::1111']));

    expect(await ask(look, true)).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
  });
});

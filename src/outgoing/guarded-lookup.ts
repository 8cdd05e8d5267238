import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** The name of the host stands for addresses that may not be called. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';

  constructor(host: string) {
    super(`${host} is on a network that may not be called: OUTGOING_NETWORKS does not name it`);
  }
}

/**
 * Looks names up each time that a connection is made, and keeps those addresses that may be called: what a name stood for
 * when it was checked last does not count.
 */
export function guardedLookup(mayCall: (address: string) => boolean, resolve: typeof lookup = lookup): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '');
      const allowed = found.filter(({ address }) => mayCall(address));
      const [first] = allowed;
      if (first === undefined) return done(new AddressRefusedError(host), '');
      if (options.all === true) return done(null, allowed);
      return done(null, first.address, first.family);
    });
  };
}

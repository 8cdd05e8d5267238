import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { NamedKey } from '../config/index.js';

interface KnownKey {
  readonly name: string;
  readonly digest: Buffer;
}

/** Keys that somebody may show, each under a name. Keeps their digests only. */
export class NamedKeys {
  /** Of this process only, so that digests tell nobody anything. */
  private readonly salt = randomBytes(32);
  private known: readonly KnownKey[] = [];

  constructor(keys: readonly NamedKey[]) {
    this.replace(keys);
  }

  /** From now on these hold, and no others. */
  replace(keys: readonly NamedKey[]): void {
    this.known = keys.map(({ name, key }) => ({ name, digest: this.digestOf(key) }));
  }

  /**
   * The name of a key. Takes as long for a wrong one as for a right one, and as long for the first as for the last.
   *
   * @returns `undefined` for a key that nobody has
   */
  nameOf(key: string): string | undefined {
    const digest = this.digestOf(key);
    let found: string | undefined;
    for (const known of this.known) if (timingSafeEqual(known.digest, digest)) found = known.name;
    return found;
  }

  private digestOf(key: string): Buffer {
    return createHmac('sha256', this.salt).update(key).digest();
  }
}

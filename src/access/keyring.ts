import { Inject, Injectable } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { NamedKeys } from './named-keys.js';

type Keys = Pick<Configuration, 'apiKeys' | 'frontendKeys'>;

/** Whose key is whose. */
@Injectable()
export class Keyring {
  private readonly strategies: NamedKeys;
  private readonly frontendServers: NamedKeys;

  constructor(@Inject(Configuration) { apiKeys, frontendKeys }: Keys) {
    this.strategies = new NamedKeys(apiKeys);
    this.frontendServers = new NamedKeys(frontendKeys);
  }

  /** From now on these hold, and no others. Connections that are open stay. */
  replace({ apiKeys, frontendKeys }: Keys): void {
    this.strategies.replace(apiKeys);
    this.frontendServers.replace(frontendKeys);
  }

  /** @returns the name of an API key */
  strategy(key: string): string | undefined {
    return this.strategies.nameOf(key);
  }

  /** @returns the name of a Frontend Server's key */
  frontendServer(key: string): string | undefined {
    return this.frontendServers.nameOf(key);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { NamedKeys } from './named-keys.js';

type Keys = Pick<Configuration, 'apiKeys' | 'frontendKeys' | 'operatorKeys'>;

/** Whose key is whose. */
@Injectable()
export class Keyring {
  private readonly strategies: NamedKeys;
  private readonly frontendServers: NamedKeys;
  private readonly operators: NamedKeys;

  constructor(@Inject(Configuration) { apiKeys, frontendKeys, operatorKeys }: Keys) {
    this.strategies = new NamedKeys(apiKeys);
    this.frontendServers = new NamedKeys(frontendKeys);
    this.operators = new NamedKeys(operatorKeys);
  }

  /** From now on these hold, and no others. Connections that are open stay. */
  replace({ apiKeys, frontendKeys, operatorKeys }: Keys): void {
    this.strategies.replace(apiKeys);
    this.frontendServers.replace(frontendKeys);
    this.operators.replace(operatorKeys);
  }

  /** @returns the name of an API key */
  strategy(key: string): string | undefined {
    return this.strategies.nameOf(key);
  }

  /** @returns the name of a Frontend Server's key */
  frontendServer(key: string): string | undefined {
    return this.frontendServers.nameOf(key);
  }

  /** @returns the name of an operator's key */
  operator(key: string): string | undefined {
    return this.operators.nameOf(key);
  }
}

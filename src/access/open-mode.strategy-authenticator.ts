import { type Caller, StrategyAuthenticator } from './strategy-authenticator.js';

/** Lets everybody in, as long as no credential is configured and the service is on loopback. */
export class OpenModeStrategyAuthenticator extends StrategyAuthenticator {
  override async authenticate(): Promise<Caller> {
    return { name: null };
  }
}

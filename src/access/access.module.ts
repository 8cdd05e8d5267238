import { type DynamicModule, Module, type Type as ClassOf } from '@nestjs/common';
import { Configuration, isOpenMode } from '../config/index.js';
import { Clock } from '../engagement/index.js';
import { AuthenticationFailures } from './authentication-failures.js';
import { CallerAddress } from './caller-address.js';
import { CallerRules } from './caller-rules.js';
import { ConnectionCaps } from './connection-caps.js';
import { CredentialFrontendAuthenticator } from './credential.frontend-authenticator.js';
import { CredentialCallerAuthenticator } from './credential.caller-authenticator.js';
import { FrontendAuthenticator } from './frontend-authenticator.js';
import { Keyring } from './keyring.js';
import { OpenModeFrontendAuthenticator } from './open-mode.frontend-authenticator.js';
import { OpenModeCallerAuthenticator } from './open-mode.caller-authenticator.js';
import { CallerAuthenticator } from './caller-authenticator.js';
import { Refusals } from './refusals.js';
import { VisitTokens } from './visit-tokens.js';

/** Who may call and who may see. */
@Module({})
export class AccessModule {
  /**
   * @param time the module that provides the Clock
   * @param refusals those that the listeners count too
   */
  static for(configuration: Configuration, time: DynamicModule, refusals: Refusals): DynamicModule {
    const [callers, frontends]: [ClassOf<CallerAuthenticator>, ClassOf<FrontendAuthenticator>] = isOpenMode(
      configuration,
    )
      ? [OpenModeCallerAuthenticator, OpenModeFrontendAuthenticator]
      : [CredentialCallerAuthenticator, CredentialFrontendAuthenticator];
    return {
      module: AccessModule,
      global: true,
      imports: [time],
      providers: [
        AuthenticationFailures,
        CallerAddress,
        CallerRules,
        ConnectionCaps,
        Keyring,
        { provide: Refusals, useValue: refusals },
        { provide: VisitTokens, useFactory: (clock: Clock) => new VisitTokens(configuration, clock), inject: [Clock] },
        { provide: CallerAuthenticator, useClass: callers },
        { provide: FrontendAuthenticator, useClass: frontends },
      ],
      exports: [
        CallerAddress,
        CallerRules,
        ConnectionCaps,
        FrontendAuthenticator,
        Keyring,
        CallerAuthenticator,
        Refusals,
        VisitTokens,
      ],
    };
  }
}

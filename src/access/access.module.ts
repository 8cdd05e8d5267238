import { Module } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { CallerRules } from './caller-rules.js';
import { FrontendAuthenticator } from './frontend-authenticator.js';
import { OpenModeAuthenticator } from './open-mode.authenticator.js';

/** Who may call and who may see. */
@Module({
  providers: [
    { provide: FrontendAuthenticator, useClass: OpenModeAuthenticator },
    {
      provide: CallerRules,
      useFactory: (configuration: Configuration) => new CallerRules(configuration),
      inject: [Configuration],
    },
  ],
  exports: [CallerRules, FrontendAuthenticator],
})
export class AccessModule {}

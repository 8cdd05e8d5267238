import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Configuration } from './config/index.js';

/** Gives every module the one validated configuration. */
@Global()
@Module({})
export class ConfigModule {
  static of(configuration: Configuration): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: Configuration, useValue: configuration }],
      exports: [Configuration],
    };
  }
}

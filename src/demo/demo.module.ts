import { type DynamicModule, Module } from '@nestjs/common';
import { DEMO_SETTINGS, type DemoSettings } from './demo-settings.js';
import { DemoController } from './demo.controller.js';

/** The demo page: a shop that a visitor looks at, and the strategy that invites them. For open mode only. */
@Module({ controllers: [DemoController] })
export class DemoModule {
  static register(settings: DemoSettings): DynamicModule {
    return { module: DemoModule, providers: [{ provide: DEMO_SETTINGS, useValue: settings }] };
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { FunnelController } from './funnel.controller.js';
import { FunnelReports } from './funnel-report.js';
import { TallySweep } from './tally-sweep.js';

/** Counts what becomes of attempts, and tells it. */
@Module({ controllers: [FunnelController], providers: [FunnelReports, TallySweep], exports: [TallySweep] })
export class FunnelModule {
  /** @param domain the module that provides the TallyBook, the OutcomeLog and the Clock */
  static over(domain: DynamicModule): DynamicModule {
    return { module: FunnelModule, imports: [domain] };
  }
}

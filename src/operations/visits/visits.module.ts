import { type DynamicModule, Module } from '@nestjs/common';
import { VisitErasure } from './visit-erasure.js';
import { VisitExport } from './visit-export.js';
import { VisitsController } from './visits.controller.js';

/** What is kept about visits, for whom it is about. */
@Module({ controllers: [VisitsController], providers: [VisitErasure, VisitExport] })
export class VisitsModule {
  /**
   * @param domain the module that provides the EngagementService, the VisitBook and the Clock
   * @param funnel the module that provides the TallySweep
   */
  static over(domain: DynamicModule, funnel: DynamicModule): DynamicModule {
    return { module: VisitsModule, imports: [domain, funnel] };
  }
}

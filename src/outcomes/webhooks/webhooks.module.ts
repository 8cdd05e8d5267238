import { type DynamicModule, Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryDesk } from './delivery-desk.js';
import { EndpointsController } from './endpoints.controller.js';
import { Endpoints } from './endpoints.js';
import { WebhookDeliveries } from './webhook-deliveries.js';

/** Tells endpoints what has become of attempts, and operators how that goes. */
@Module({
  controllers: [DeliveriesController, EndpointsController],
  providers: [DeliveryDesk, WebhookDeliveries],
  exports: [WebhookDeliveries],
})
export class WebhooksModule {
  static over(domain: DynamicModule, endpoints: Endpoints): DynamicModule {
    return {
      module: WebhooksModule,
      imports: [domain],
      providers: [{ provide: Endpoints, useValue: endpoints }],
    };
  }
}

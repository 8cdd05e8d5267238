export { OutcomeStream } from './outcome-stream.js';
export { OutcomeTail } from './outcome-tail.js';
export * from './outcomes.module.js';
export { DeliveryDto } from './webhooks/dto/delivery.dto.js';
export { Endpoints } from './webhooks/endpoints.js';
export { WebhookDeliveries } from './webhooks/webhook-deliveries.js';
export { WebhooksModule } from './webhooks/webhooks.module.js';

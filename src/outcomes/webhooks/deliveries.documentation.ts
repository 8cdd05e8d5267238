import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { Faults, ForOperators } from '../../gateway/index.js';
import { DeliveryPageDto, ResentDeliveryDto } from './dto/delivery.dto.js';
import { EndpointDto, EndpointsDto, SentAgainDto } from './dto/endpoint.dto.js';

const THE_ENDPOINT = { name: 'endpoint', description: 'The name of the endpoint.', example: 'default' };

export function DocumentedDeliveries(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'listDeliveries',
      summary: 'Deliveries of outcomes',
      description:
        'What has become of the webhooks of outcomes, those of the latest outcomes first. Deliveries are kept as long as their attempts.',
    }),
    ApiOkResponse({ description: 'A page of deliveries.', type: DeliveryPageDto }),
    Faults(
      { pointer: '/state', detail: 'must be one of waiting, delivered, failed' },
      'validation-failed',
      'not-found',
    ),
  );
}

export function DocumentedSendingAgain(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'sendDeliveryAgain',
      summary: 'Send an outcome again',
      description:
        'Makes a delivery once more, from the first try on, whatever has become of it. The receiver knows it by the same `webhook-id`.',
    }),
    ApiParam(THE_ENDPOINT),
    ApiParam({
      name: 'position',
      description: 'The outcome’s place among all.',
      schema: { type: 'integer' },
      example: 4711,
    }),
    ApiOkResponse({ description: 'The delivery, which waits to be made.', type: ResentDeliveryDto }),
    Faults(undefined, 'not-found'),
  );
}

export function DocumentedEndpoints(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'listEndpoints',
      summary: 'Who is told of outcomes',
      description: 'Every endpoint of webhooks, how it fares, and what is still to be told.',
    }),
    ApiOkResponse({ description: 'The endpoints.', type: EndpointsDto }),
    Faults(undefined),
  );
}

export function DocumentedEnabling(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'enableEndpoint',
      summary: 'Tell an endpoint again',
      description:
        'Takes an endpoint back that was disabled because it answered 410, or paused because it went on failing. Whatever waits for it is due now, however often it has failed; also where the endpoint was well.',
    }),
    ApiParam(THE_ENDPOINT),
    ApiOkResponse({ description: 'The endpoint, which is told again.', type: EndpointDto }),
    Faults(undefined, 'not-found'),
  );
}

export function DocumentedSendingFailedAgain(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'sendFailedDeliveriesAgain',
      summary: 'Send an endpoint what has failed',
      description:
        'Makes every delivery to an endpoint once more that has been given up until now, from the first try on.',
    }),
    ApiParam(THE_ENDPOINT),
    ApiOkResponse({ description: 'How many deliveries wait to be made.', type: SentAgainDto }),
    Faults(undefined, 'not-found'),
  );
}

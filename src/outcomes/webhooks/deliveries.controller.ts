import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query, UseGuards } from '@nestjs/common';
import { CallerName, OperatorGuard } from '../../access/index.js';
import { DeliveryBook } from '../../engagement/index.js';
import { Fault } from '../../faults/index.js';
import { DEFAULT_PAGE, pageOf, queryOf } from '../../fields/index.js';
import { DeliveryDesk } from './delivery-desk.js';
import { DocumentedDeliveries, DocumentedSendingAgain } from './deliveries.documentation.js';
import { cursorOf, deliveryAt } from './delivery-cursor.js';
import { DeliveryDto, DeliveryPageDto, ResentDeliveryDto } from './dto/delivery.dto.js';
import { DeliveryQueryDto } from './dto/delivery-query.dto.js';
import { standingOf } from './dto/endpoint.dto.js';
import { Endpoints } from './endpoints.js';

/** Deliveries of outcomes: what has become of them, and once more. */
@Controller('operations/deliveries')
@UseGuards(OperatorGuard)
export class DeliveriesController {
  constructor(
    private readonly book: DeliveryBook,
    private readonly desk: DeliveryDesk,
    private readonly endpoints: Endpoints,
  ) {}

  @Get()
  @DocumentedDeliveries()
  async list(@Query(queryOf(DeliveryQueryDto)) query: DeliveryQueryDto): Promise<DeliveryPageDto> {
    const { limit = DEFAULT_PAGE, cursor, ...filters } = query;
    if (filters.endpoint !== undefined) await this.desk.standingOf(filters.endpoint);
    const after = cursor === undefined ? {} : { after: deliveryAt(cursor) };
    const found = await this.book.list({ ...filters, ...after, limit: limit + 1 });
    const { page, goOnAfter } = pageOf(found, limit);
    return {
      deliveries: page.map((delivery) => DeliveryDto.of(delivery)),
      nextCursor: goOnAfter === undefined ? null : cursorOf(goOnAfter),
    };
  }

  @Post(':endpoint/:position/resend')
  @DocumentedSendingAgain()
  @HttpCode(HttpStatus.OK)
  async sendAgain(
    @Param('endpoint') endpoint: string,
    @Param('position') position: string,
    @CallerName() operator: string | null,
  ): Promise<ResentDeliveryDto> {
    if (!/^\d{1,15}$/.test(position)) throw new Fault('not-found', `"${position}" is no place of an outcome.`);
    const { sent, standing } = await this.desk.sendAgain(endpoint, Number(position), operator);
    return { ...DeliveryDto.of(sent), standing: standingOf(standing, this.endpoints.named(endpoint)) };
  }
}

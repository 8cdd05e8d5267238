import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query, UseGuards } from '@nestjs/common';
import { CallerName, OperatorGuard } from '../../access/index.js';
import { DeliveryBook } from '../../engagement/index.js';
import { Fault } from '../../faults/index.js';
import { queryOf } from '../../fields/index.js';
import { DeliveryDesk } from './delivery-desk.js';
import { DocumentedDeliveries, DocumentedSendingAgain } from './deliveries.documentation.js';
import { DeliveryDto, DeliveryPageDto } from './dto/delivery.dto.js';
import { DeliveryQueryDto } from './dto/delivery-query.dto.js';

const DEFAULT_PAGE = 50;

/** Deliveries of outcomes: what has become of them, and once more. */
@Controller('operations/deliveries')
@UseGuards(OperatorGuard)
export class DeliveriesController {
  constructor(
    private readonly book: DeliveryBook,
    private readonly desk: DeliveryDesk,
  ) {}

  @Get()
  @DocumentedDeliveries()
  async list(@Query(queryOf(DeliveryQueryDto)) query: DeliveryQueryDto): Promise<DeliveryPageDto> {
    const { limit = DEFAULT_PAGE, ...filters } = query;
    const found = await this.book.list({ ...filters, limit: limit + 1 });
    const deliveries = found.slice(0, limit).map((delivery) => DeliveryDto.of(delivery));
    return { deliveries, nextBefore: found.length > limit ? (deliveries.at(-1)?.position ?? null) : null };
  }

  @Post(':endpoint/:position/resend')
  @DocumentedSendingAgain()
  @HttpCode(HttpStatus.OK)
  async sendAgain(
    @Param('endpoint') endpoint: string,
    @Param('position') position: string,
    @CallerName() operator: string | null,
  ): Promise<DeliveryDto> {
    if (!/^\d{1,15}$/.test(position)) throw new Fault('not-found', `"${position}" is no place of an outcome.`);
    return DeliveryDto.of(await this.desk.sendAgain(endpoint, Number(position), operator));
  }
}

import { Controller, Get, HttpCode, HttpStatus, Param, Post, UseGuards } from '@nestjs/common';
import { CallerName, OperatorGuard } from '../../access/index.js';
import { DeliveryBook } from '../../engagement/index.js';
import { DeliveryDesk } from './delivery-desk.js';
import { DocumentedEnabling, DocumentedEndpoints, DocumentedSendingFailedAgain } from './deliveries.documentation.js';
import { EndpointDto, EndpointsDto, SentAgainDto, standingOf } from './dto/endpoint.dto.js';
import { Endpoints } from './endpoints.js';

/** Who is told of outcomes, and how each fares. */
@Controller('operations/endpoints')
@UseGuards(OperatorGuard)
export class EndpointsController {
  constructor(
    private readonly book: DeliveryBook,
    private readonly endpoints: Endpoints,
    private readonly desk: DeliveryDesk,
  ) {}

  @Get()
  @DocumentedEndpoints()
  async list(): Promise<EndpointsDto> {
    const records = await this.book.endpoints();
    return { endpoints: records.map((record) => EndpointDto.of(record, this.endpoints.named(record.endpoint))) };
  }

  @Post(':endpoint/enable')
  @DocumentedEnabling()
  @HttpCode(HttpStatus.OK)
  async enable(@Param('endpoint') endpoint: string, @CallerName() operator: string | null): Promise<EndpointDto> {
    return EndpointDto.of(await this.desk.enable(endpoint, operator), this.endpoints.named(endpoint));
  }

  @Post(':endpoint/resend-failed')
  @DocumentedSendingFailedAgain()
  @HttpCode(HttpStatus.OK)
  async sendFailedAgain(
    @Param('endpoint') endpoint: string,
    @CallerName() operator: string | null,
  ): Promise<SentAgainDto> {
    const { sent, standing } = await this.desk.sendFailedAgain(endpoint, operator);
    return { count: sent, standing: standingOf(standing, this.endpoints.named(endpoint)) };
  }
}

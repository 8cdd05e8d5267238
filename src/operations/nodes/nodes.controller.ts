import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '../../access/index.js';
import { Clock } from '../../engagement/index.js';
import { NodePresence } from './node-presence.js';
import { DocumentedNodes } from './nodes.documentation.js';
import { NodesDto } from './nodes.dto.js';

/** Who is connected where. */
@Controller('operations/nodes')
@UseGuards(OperatorGuard)
export class NodesController {
  constructor(
    private readonly presence: NodePresence,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @DocumentedNodes()
  list(): NodesDto {
    return NodesDto.of(this.presence.now(), this.clock.now());
  }
}

import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Faults, ForOperators } from '../../gateway/index.js';
import { NodesDto } from './nodes.dto.js';

export function DocumentedNodes(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'listNodes',
      summary: 'Nodes, and who is connected to them',
      description:
        'Every node that can be heard, with how many visits, pages and Frontend Servers are connected to it. A visit with pages on two nodes is counted on both. `reach` says whether other nodes can be heard at all.',
    }),
    ApiOkResponse({ description: 'The nodes.', type: NodesDto }),
    Faults(undefined),
  );
}

import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Faults, ForOperators } from '../../gateway/index.js';
import { FunnelReportDto } from './funnel.dto.js';

export function DocumentedFunnel(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'readFunnel',
      summary: 'How far attempts came',
      description:
        'What became of the attempts that were started within a window: in all, by channel, by rule, and over time. It is told from counts that are kept, so that it takes as long for millions of attempts as for a few; only those that are active now are counted as they stand. A report is told again, to whoever asks, for about ten times as long as it took to make, up to a minute: `asOf` says when that was. Counts outlive the attempts: minutes for three days, hours for a hundred, days for good.',
    }),
    ApiOkResponse({ description: 'The funnel.', type: FunnelReportDto }),
    Faults({ pointer: '/window', detail: 'must be one of hour, day, week, month, year' }, 'validation-failed'),
  );
}

import { ApiSchema } from '@nestjs/swagger';
import { ProblemDto } from '../../faults/index.js';

@ApiSchema({
  name: 'Problem',
  description:
    'A fault, as RFC 9457 problem details. One shape for all of them; `code` tells them apart, and some carry facts of their own.',
})
export class ProblemReplyDto extends ProblemDto {
  /**
   * The path that was called.
   * @example '/backend/data/gateway/engage'
   */
  instance!: string;

  /**
   * The request, as named in the header `X-Request-Id` and in the log.
   * @example '86f1ca73-9bcc-495a-b7f2-4f37343b4cd6'
   */
  requestId!: string;
}

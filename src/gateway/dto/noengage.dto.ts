import { ApiSchema } from '@nestjs/swagger';
import type { CancelData } from '../../engagement/index.js';
import { AlsoSpelled, Identifier, Nested, Optional, OptionalBeside, Text } from '../../fields/index.js';

@ApiSchema({
  name: 'CancelData',
  description:
    'The parameters of the cancelled attempt. At least one of the ids is sent; where both are, the interaction decides.',
})
export class CancelDataDto implements CancelData {
  /**
   * The interaction whose attempt is cancelled. One that has no attempt yet is remembered: an engage that arrives
   * later shows nothing. Also accepted as `interactionID`.
   * @example '0000Ja8VNEVB000H'
   */
  @AlsoSpelled('interactionID')
  @OptionalBeside('visitId')
  @Identifier()
  interactionId?: string;

  /**
   * The visit: on its own, what is active for it is cancelled. Also accepted as `visitID`.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  @AlsoSpelled('visitID')
  @Optional()
  @Identifier()
  visitId?: string;

  /**
   * Why, in a few words: kept with the attempt and told to the frontend.
   * @example 'no agent is free any more'
   */
  @Optional()
  @Text(256)
  reason?: string;
}

@ApiSchema({ name: 'Noengage', description: 'The parameter of Cancel Engagement Attempt.' })
export class NoengageDto {
  /** The parameters of the cancelled attempt. In a form, the text of this JSON object. */
  @Nested(() => CancelDataDto)
  cancelData!: CancelDataDto;
}

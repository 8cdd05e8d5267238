import { ApiSchema } from '@nestjs/swagger';
import { Optional, Text } from '../../../fields/index.js';

@ApiSchema({ name: 'OperatorCancellation', description: 'Why an operator cancels an attempt.' })
export class CancellationDto {
  /**
   * Why, in a few words: kept with the attempt and told to the frontend and the strategy.
   * @example 'the campaign is over'
   */
  @Optional()
  @Text(256)
  reason?: string;
}

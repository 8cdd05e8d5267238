import { ApiSchema } from '@nestjs/swagger';
import { Disposition, DISPOSITIONS, type DispositionName } from '../../contract/index.js';
import { FlagBeside, Identifier, OneOf, Optional, Text } from '../../fields/index.js';

@ApiSchema({
  name: 'Disposition',
  description: 'What became of an invitation in a page: how far it got, or how the visitor answered.',
})
export class DispositionDto extends Disposition {
  @Identifier()
  override attemptId!: string;

  @OneOf(DISPOSITIONS)
  override disposition!: DispositionName;

  @Optional()
  @Text(256)
  override detail?: string;

  @Optional()
  @Identifier()
  override dispositionId?: string;

  @Optional()
  @FlagBeside('disposition', 'declined')
  override dontAskAgain?: boolean;

  @Optional()
  @Identifier()
  override pageId?: string;
}

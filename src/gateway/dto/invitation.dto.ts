import { ApiSchema } from '@nestjs/swagger';
import { InvitationContent } from '../../contract/index.js';
import { DEFAULT_DISPLAY_SECONDS } from '../../engagement/index.js';
import { DefaultsTo, Optional, Text, WebAddress, WholeNumber } from '../../fields/index.js';

@ApiSchema({
  name: 'Invitation',
  description: 'What the visitor reads. Texts are plain: markup in them is shown as it is written, never interpreted.',
})
export class InvitationDto extends InvitationContent {
  @Optional()
  @Text(200)
  override title?: string;

  @Optional()
  @Text(2000)
  override message?: string;

  @Optional()
  @Text(80)
  override acceptLabel?: string;

  @Optional()
  @Text(80)
  override declineLabel?: string;

  @Optional()
  @DefaultsTo(DEFAULT_DISPLAY_SECONDS)
  @WholeNumber(1, 600)
  override displaySeconds?: number;

  @Optional()
  @WebAddress()
  override url?: string;
}

import { ApiSchema } from '@nestjs/swagger';
import { VisitMembership } from '../../contract/index.js';
import { Identifier, Optional } from '../../fields/index.js';

@ApiSchema({ name: 'VisitMembership', description: 'A visit to join or leave, and the page of it.' })
export class VisitMembershipDto extends VisitMembership {
  @Identifier()
  override visitId!: string;

  @Optional()
  @Identifier()
  override pageId?: string;
}

import { ApiSchema } from '@nestjs/swagger';
import { MOST_TOKEN_LENGTH } from '../../access/index.js';
import { TokenRenewal } from '../../contract/index.js';
import { Text } from '../../fields/index.js';

@ApiSchema({ name: 'TokenRenewal', description: 'A fresh visit token in place of the one that runs out.' })
export class TokenRenewalDto extends TokenRenewal {
  @Text(MOST_TOKEN_LENGTH)
  override token!: string;
}

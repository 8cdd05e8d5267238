import { ApiSchema } from '@nestjs/swagger';
import type { BrowserAuth, FrontendServerAuth } from '../../contract/index.js';
import { MOST_TOKEN_LENGTH } from '../../access/index.js';
import { Identifier, Optional, Text } from '../../fields/index.js';

@ApiSchema({
  name: 'BrowserAuth',
  description: 'A visitor’s browser: a page of one visit, which it joins by connecting.',
})
export class BrowserAuthDto implements BrowserAuth {
  /**
   * Its visit token, which names the visit. Mandatory, but in open mode.
   * @example 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiM2M1YTNlMCJ9.c2lnbmF0dXJl'
   */
  @Optional()
  @Text(MOST_TOKEN_LENGTH)
  token?: string;

  /**
   * The visit that the page belongs to. Mandatory in open mode; beside a token it must be the token’s.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  @Optional()
  @Identifier()
  visitId?: string;

  /**
   * The page, unless the token names it. Without it, invitations that are for one page only do not come.
   * @example '654E0122924F42EA82B5C581A394555D'
   */
  @Optional()
  @Identifier()
  pageId?: string;
}

@ApiSchema({ name: 'FrontendServerAuth', description: 'A Frontend Server: it joins the visits that it relays for.' })
export class FrontendServerAuthDto implements FrontendServerAuth {
  /**
   * One of `FRONTEND_KEYS`; in open mode, any.
   * @example 'c4WnRz7yTq1sUo9kBvHx5e'
   */
  @Text(1024)
  key!: string;
}

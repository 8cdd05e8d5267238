import { ApiSchema } from '@nestjs/swagger';
import type { BrowserAuth, FrontendServerAuth } from '../../contract/index.js';
import { Identifier, Optional, Text } from '../../fields/index.js';

@ApiSchema({
  name: 'BrowserAuth',
  description: 'A visitor’s browser: a page of one visit, which it joins by connecting.',
})
export class BrowserAuthDto implements BrowserAuth {
  /**
   * The visit that the page belongs to.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  @Identifier()
  visitId!: string;

  /**
   * The page. Without it, invitations that are for one page only do not come.
   * @example '654E0122924F42EA82B5C581A394555D'
   */
  @Optional()
  @Identifier()
  pageId?: string;
}

@ApiSchema({ name: 'FrontendServerAuth', description: 'A Frontend Server: it joins the visits that it relays for.' })
export class FrontendServerAuthDto implements FrontendServerAuth {
  /**
   * Its credential.
   * @example 'any key, in open mode'
   */
  @Text(1024)
  key!: string;
}

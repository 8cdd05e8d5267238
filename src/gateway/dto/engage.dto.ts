import { ApiSchema } from '@nestjs/swagger';
import type { JsonObject } from '../../contract/index.js';
import { DEFAULT_CHANNEL, DEFAULT_TIME_TO_LIVE_SECONDS, type IxnProfile } from '../../engagement/index.js';
import {
  AlsoSpelled,
  DefaultsTo,
  FreeJson,
  Identifier,
  LanguageTag,
  Nested,
  Optional,
  Text,
  WholeNumber,
} from '../../fields/index.js';
import { InvitationDto } from './invitation.dto.js';

@ApiSchema({
  name: 'IxnProfile',
  description:
    'The notification’s parameters. A field that is not listed here is refused by name: free data goes under `data`.',
})
export class IxnProfileDto implements IxnProfile {
  /**
   * The interaction that the strategy is processing. An interaction has exactly one attempt. Also accepted as
   * `interactionID`.
   * @example '0000Ja8VNEVB000G'
   */
  @AlsoSpelled('interactionID')
  @Identifier()
  interactionId!: string;

  /**
   * The visit whose browser is invited. Also accepted as `visitID`.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  @AlsoSpelled('visitID')
  @Identifier()
  visitId!: string;

  /**
   * Only the page with this id shows the invitation. Without it, every open page of the visit does, and the first
   * answer closes the others. Also accepted as `pageID`.
   * @example '654E0122924F42EA82B5C581A394555D'
   */
  @AlsoSpelled('pageID')
  @Optional()
  @Identifier()
  pageId?: string;

  /**
   * What is offered: `chat`, `callback`, or a name of the deployer's own. `chat` when left out.
   * @example 'chat'
   */
  @Optional()
  @DefaultsTo(DEFAULT_CHANNEL)
  @Text(64)
  channel?: string;

  /**
   * Language of the invitation, a BCP 47 tag.
   * @example 'en'
   */
  @Optional()
  @LanguageTag()
  language?: string;

  /**
   * The rule that fired; kept for reports.
   * @example 'cart-abandonment'
   */
  @Optional()
  @Text(128)
  ruleName?: string;

  /** What the visitor reads. The page has texts of its own for what is left out. */
  @Optional()
  @Nested(() => InvitationDto)
  invitation?: InvitationDto;

  /**
   * Seconds until an invitation that no page has shown is given up: the attempt then expires. 300 when left out.
   * @example 300
   */
  @Optional()
  @DefaultsTo(DEFAULT_TIME_TO_LIVE_SECONDS)
  @WholeNumber(1, 86_400)
  timeToLive?: number;

  /**
   * Attached data: kept with the attempt and handed on with its outcome, never sent to the browser. A JSON object of at
   * most 16 KiB and 8 levels.
   * @example { "cartTotal": 129.9 }
   */
  @Optional()
  @FreeJson()
  data?: JsonObject;

  /**
   * Sent to the browser with the invitation, untouched. A JSON object of at most 16 KiB and 8 levels.
   * @example { "theme": "winter" }
   */
  @Optional()
  @FreeJson()
  clientData?: JsonObject;
}

@ApiSchema({ name: 'Engage', description: 'The parameter of Start Engagement Attempt.' })
export class EngageDto {
  /** The notification's parameters. In a form, the text of this JSON object. */
  @Nested(() => IxnProfileDto)
  ixnProfile!: IxnProfileDto;
}

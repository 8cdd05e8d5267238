import { ApiSchema } from '@nestjs/swagger';
import { AlsoSpelled, DefaultsTo, Identifier, Optional, WholeNumber } from '../../fields/index.js';

const MOST_LIFETIME_SECONDS = 86_400;
export const DEFAULT_LIFETIME_SECONDS = 3_600;

@ApiSchema({ name: 'VisitTokenRequest', description: 'Whose visit a token is to be made for.' })
export class VisitTokenRequestDto {
  /**
   * The visit that the token lets a browser into. Also accepted as `visitID`.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  @AlsoSpelled('visitID')
  @Identifier()
  visitId!: string;

  /**
   * The page that the token is for; without it, the browser says which page it shows. Also accepted as `pageID`.
   * @example '654E0122924F42EA82B5C581A394555D'
   */
  @AlsoSpelled('pageID')
  @Optional()
  @Identifier()
  pageId?: string;

  /**
   * How long the token holds, in seconds.
   * @example 3600
   */
  @Optional()
  @DefaultsTo(DEFAULT_LIFETIME_SECONDS)
  @WholeNumber(1, MOST_LIFETIME_SECONDS)
  lifetimeSeconds?: number;
}

@ApiSchema({ name: 'VisitToken', description: 'A visit token, and until when it holds.' })
export class VisitTokenDto {
  /**
   * For the page: the `token` of the browser library, or of `auth` in the handshake.
   * @example 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiM2M1YTNlMC01YTBlLTRjNmUtOWY1Ny0wYTRiOGU0YzhkMWEiLCJpYXQiOjE3Njk4NjA4MDAsImV4cCI6MTc2OTg2NDQwMH0.c2lnbmF0dXJl'
   */
  token!: string;

  /**
   * When it expires; RFC 3339, UTC.
   * @example '2026-01-31T13:00:00.000Z'
   */
  expiresAt!: string;
}

import type { ServerResponse } from 'node:http';
import { Controller, HttpCode, HttpStatus, Post, Res, UseGuards } from '@nestjs/common';
import { SiteGuard, VisitTokens } from '../access/index.js';
import { Clock } from '../engagement/index.js';
import { fieldsOf } from '../fields/index.js';
import { DocumentedVisitToken } from './documentation/gateway.documentation.js';
import { SentBody } from './http/body.pipe.js';
import { DEFAULT_LIFETIME_SECONDS, VisitTokenDto, VisitTokenRequestDto } from './dto/visit-token.dto.js';

/** Makes visit tokens for a site's own backend. */
@Controller('data/gateway/visit-tokens')
@UseGuards(SiteGuard)
export class VisitTokensController {
  constructor(
    private readonly tokens: VisitTokens,
    private readonly clock: Clock,
  ) {}

  @Post()
  @DocumentedVisitToken()
  @HttpCode(HttpStatus.OK)
  async mint(
    @SentBody(fieldsOf(VisitTokenRequestDto)) body: VisitTokenRequestDto,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<VisitTokenDto> {
    const { visitId, pageId = null, lifetimeSeconds = DEFAULT_LIFETIME_SECONDS } = body;
    // Tokens tell their times in whole seconds.
    const expiresAt = (Math.floor(this.clock.now() / 1000) + lifetimeSeconds) * 1000;
    const token = await this.tokens.mint(visitId, pageId, expiresAt);
    response.setHeader('Cache-Control', 'no-store');
    return { token, expiresAt: new Date(expiresAt).toISOString() };
  }
}

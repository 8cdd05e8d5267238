import { ApiProperty, ApiSchema, type ApiPropertyOptions } from '@nestjs/swagger';

/** OpenAPI 3.0 has no type of null: this is how it says that nothing else is possible. */
const ABSENT: ApiPropertyOptions = { type: 'string', nullable: true, enum: [null], description: 'Always `null` here.' };

@ApiSchema({
  name: 'NothingCancelled',
  description: 'There was nothing to cancel: the visit has no active attempt. Every other field is `null`.',
})
export class NothingCancelledDto {
  @ApiProperty(ABSENT)
  attemptId!: null;

  @ApiProperty(ABSENT)
  interactionId!: null;

  /**
   * The visit that was named.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  @ApiProperty({ type: 'string', nullable: true })
  visitId!: string | null;

  @ApiProperty(ABSENT)
  pageId!: null;

  @ApiProperty(ABSENT)
  channel!: null;

  @ApiProperty(ABSENT)
  language!: null;

  @ApiProperty(ABSENT)
  ruleName!: null;

  @ApiProperty(ABSENT)
  state!: null;

  @ApiProperty(ABSENT)
  reason!: null;

  @ApiProperty(ABSENT)
  createdAt!: null;

  @ApiProperty(ABSENT)
  expiresAt!: null;

  @ApiProperty(ABSENT)
  endedAt!: null;
}

export function nothingCancelled(visitId: string | null): NothingCancelledDto {
  return {
    attemptId: null,
    interactionId: null,
    visitId,
    pageId: null,
    channel: null,
    language: null,
    ruleName: null,
    state: null,
    reason: null,
    createdAt: null,
    expiresAt: null,
    endedAt: null,
  };
}

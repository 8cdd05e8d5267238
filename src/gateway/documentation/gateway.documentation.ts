import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Faults } from '../../faults/index.js';
import { AttemptDto } from '../dto/attempt.dto.js';
import { EngageDto } from '../dto/engage.dto.js';
import { NoengageDto } from '../dto/noengage.dto.js';
import { NothingCancelledDto } from '../dto/nothing-cancelled.dto.js';
import { ENGAGE_EXAMPLES, ENGAGE_REPLIES, NOENGAGE_EXAMPLES, NOENGAGE_REPLIES } from './examples.js';

/** What the documents say of the Engagement REST API. */

const AS_FORM =
  '\n\nThe parameter comes as JSON, or in a form whose field holds the text of the JSON object; what SCXML’s BasicHTTP ' +
  'event processor puts beside it, `_scxmleventname`, is let through.';

const BODY_FAULTS = ['validation-failed', 'body-too-large', 'unsupported-content-type'] as const;

export function DocumentedEngage(): MethodDecorator {
  return applyDecorators(
    ApiTags('engagement'),
    ApiOperation({
      operationId: 'engage',
      summary: 'Start Engagement Attempt',
      description:
        'Starts the attempt of an interaction: the notification is transferred to the frontend and then to the ' +
        'visitor’s browser. The attempt is on disk before the 200 is sent.\n\n' +
        'The same engage again is answered with the attempt as it stands, under the header `Idempotent-Replayed`; ' +
        'an engage whose noengage came first is answered with the cancelled attempt.' +
        AS_FORM,
    }),
    ApiBody({ type: EngageDto, examples: ENGAGE_EXAMPLES }),
    ApiResponse({
      status: 200,
      description: 'The attempt.',
      headers: {
        'Idempotent-Replayed': {
          description: '`true` when the same engage came before; absent otherwise.',
          schema: { type: 'string', enum: ['true'] },
        },
      },
      content: { 'application/json': { schema: { $ref: getSchemaPath(AttemptDto) }, examples: ENGAGE_REPLIES } },
    }),
    Faults('interaction-conflict', 'visit-engaged', ...BODY_FAULTS),
  );
}

export function DocumentedNoengage(): MethodDecorator {
  return applyDecorators(
    ApiTags('engagement'),
    ApiExtraModels(AttemptDto, NothingCancelledDto),
    ApiOperation({
      operationId: 'noengage',
      summary: 'Cancel Engagement Attempt',
      description:
        'Cancels the current attempt, so that its invitation is not shown to the visitor; a page that shows it closes ' +
        'it. Cancelling again is answered alike. An interaction that nobody has engaged yet is remembered as cancelled.' +
        AS_FORM,
    }),
    ApiBody({ type: NoengageDto, examples: NOENGAGE_EXAMPLES }),
    ApiResponse({
      status: 200,
      description: 'The cancelled attempt; for a visit without an active one, an object of nulls.',
      content: {
        'application/json': {
          schema: { oneOf: [{ $ref: getSchemaPath(AttemptDto) }, { $ref: getSchemaPath(NothingCancelledDto) }] },
          examples: NOENGAGE_REPLIES,
        },
      },
    }),
    Faults('attempt-ended', ...BODY_FAULTS),
  );
}

export function DocumentedAttempt(): MethodDecorator {
  return applyDecorators(
    ApiTags('attempts'),
    ApiOperation({
      operationId: 'findAttempt',
      summary: 'One attempt',
      description: 'The attempt with what the strategy attached and every transition: its audit trail.',
    }),
    Faults('attempt-not-found'),
  );
}

export function DocumentedAttempts(): MethodDecorator {
  return applyDecorators(
    ApiTags('attempts'),
    ApiOperation({
      operationId: 'listAttempts',
      summary: 'Attempts, newest first',
      description: 'Filters add up. A page names the cursor of the next one until the last.',
    }),
    Faults('validation-failed'),
  );
}

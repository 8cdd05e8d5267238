import { applyDecorators, type Type as ClassOf } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiOperation,
  ApiParam,
  ApiResponse,
  type ApiResponseOptions,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { AttemptDetailsDto, AttemptDto } from '../dto/attempt.dto.js';
import { AttemptPageDto } from '../dto/attempt-query.dto.js';
import { EngageDto } from '../dto/engage.dto.js';
import { NoengageDto } from '../dto/noengage.dto.js';
import { NothingCancelledDto } from '../dto/nothing-cancelled.dto.js';
import { VisitTokenDto, VisitTokenRequestDto } from '../dto/visit-token.dto.js';
import {
  ATTEMPT_REPLIES,
  ATTEMPTS_REPLIES,
  ENGAGE_EXAMPLES,
  ENGAGE_REPLIES,
  NOENGAGE_EXAMPLES,
  NOENGAGE_REPLIES,
  VISIT_TOKEN_EXAMPLES,
  VISIT_TOKEN_REPLIES,
} from './examples.js';
import { Faults } from './faults.decorator.js';
import { IDEMPOTENT_REPLAYED } from './headers.js';

/** What the documents say of the Engagement REST API. */

const BODY_FAULTS = ['validation-failed', 'body-too-large', 'unsupported-content-type'] as const;

function twoWaysOf(parameter: string): string {
  return (
    `The parameter \`${parameter}\` comes as \`application/json\`, or as \`application/x-www-form-urlencoded\` with the ` +
    'text of its JSON object. What the BasicHTTP event processor of SCXML puts beside it in a form, `_scxmleventname`, ' +
    'is let through. Any other field that is not listed is refused by name.'
  );
}

export function DocumentedEngage(): MethodDecorator {
  return applyDecorators(
    ApiTags('engagement'),
    ApiOperation({
      operationId: 'engage',
      summary: 'Start Engagement Attempt',
      description: [
        'Starts the attempt of an interaction: the notification is transferred to the frontend and then to the visitor’s browser. **The attempt is on disk before the 200 is sent.**',
        'Safe to repeat: the same engage again is answered with the attempt as it stands now, under `Idempotent-Replayed: true`, and starts no second invitation. An interaction has exactly one attempt, so that other content for it is `interaction-conflict`.',
        'For a visit that has an active attempt the answer is `visit-engaged`, unless the service is set to replace that attempt (`VISIT_CONFLICT=replace`) or to keep both (`allow`). An engage whose noengage came first is answered 200 with the cancelled attempt, and shows nothing.',
        'Where a rule of the deployer’s speaks against it, or the visitor does not want to be asked again, the answer is 200 with the attempt, `suppressed`, and the reason: `dont-ask-again`, `quiet-after-decline`, `quiet-after-acceptance`, `invitation-cap`, `quiet-hours`, `no-agents` (or what else the deployer’s routing says) or `pacing-unavailable`. Nobody is invited.',
        twoWaysOf('ixnProfile'),
      ].join('\n\n'),
    }),
    ApiBody({ type: EngageDto, examples: ENGAGE_EXAMPLES }),
    ApiExtraModels(AttemptDto),
    ApiResponse({
      ...reply('The attempt, new or as it stands.', refTo(AttemptDto), ENGAGE_REPLIES),
      headers: { 'Idempotent-Replayed': IDEMPOTENT_REPLAYED },
    }),
    Faults(
      {
        pointer: '/ixnProfile/visitId',
        detail: 'is missing: it must be a string of 1 to 128 characters without control characters',
      },
      ...BODY_FAULTS,
      'interaction-conflict',
      'visit-engaged',
      'overloaded',
    ),
  );
}

export function DocumentedNoengage(): MethodDecorator {
  return applyDecorators(
    ApiTags('engagement'),
    ApiOperation({
      operationId: 'noengage',
      summary: 'Cancel Engagement Attempt',
      description: [
        'Cancels the current attempt, so that its invitation is not shown to the visitor: a browser that shows it closes it, one that has not will not show it.',
        'With `interactionId`, the attempt of that interaction is cancelled. One that nobody has engaged yet is remembered: an engage that arrives late then shows nothing. With `visitId` alone, whatever is active for that visit is cancelled; where nothing is, the answer is 200 with `attemptId: null` and `state: null`.',
        'Safe to repeat: cancelling again is answered alike. An attempt that ended in another way first is `attempt-ended`, with its state.',
        twoWaysOf('cancelData'),
      ].join('\n\n'),
    }),
    ApiBody({ type: NoengageDto, examples: NOENGAGE_EXAMPLES }),
    ApiExtraModels(AttemptDto, NothingCancelledDto),
    ApiResponse(
      reply(
        'The cancelled attempt, the newest where the visit had several; or that there was nothing to cancel.',
        { oneOf: [refTo(AttemptDto), refTo(NothingCancelledDto)] },
        NOENGAGE_REPLIES,
      ),
    ),
    Faults(
      { pointer: '/cancelData/interactionId', detail: 'is missing: it must be sent, or visitId' },
      ...BODY_FAULTS,
      'attempt-ended',
    ),
  );
}

export function DocumentedAttempt(): MethodDecorator {
  return applyDecorators(
    ApiTags('attempts'),
    ApiOperation({
      operationId: 'findAttempt',
      summary: 'One attempt with its history',
      description:
        'The attempt with what the strategy attached and every transition: its audit trail. With `waitFor=ended` the answer comes when the attempt has ended, or when `timeout` is up: `endedAt` tells which. Ask again to go on waiting.',
    }),
    ApiParam({
      name: 'attemptId',
      description: 'The attempt, as named in the reply to its engage.',
      schema: { type: 'string' },
    }),
    ApiExtraModels(AttemptDetailsDto),
    ApiResponse(reply('The attempt and its history.', refTo(AttemptDetailsDto), ATTEMPT_REPLIES)),
    Faults(
      { pointer: '/timeout', detail: 'must be a whole number from 1 to 60' },
      'validation-failed',
      'attempt-not-found',
    ),
  );
}

export function DocumentedAttempts(): MethodDecorator {
  return applyDecorators(
    ApiTags('attempts'),
    ApiOperation({
      operationId: 'listAttempts',
      summary: 'Attempts, newest first',
      description:
        'Filters add up; without any, all attempts are listed. Each page but the last names the `cursor` of the next one.',
    }),
    ApiExtraModels(AttemptPageDto),
    ApiResponse(reply('A page of attempts.', refTo(AttemptPageDto), ATTEMPTS_REPLIES)),
    Faults({ pointer: '/limit', detail: 'must be a whole number from 1 to 200' }, 'validation-failed'),
  );
}

export function DocumentedVisitToken(): MethodDecorator {
  return applyDecorators(
    ApiTags('visit tokens'),
    ApiOperation({
      operationId: 'makeVisitToken',
      summary: 'Make a visit token',
      description:
        'For a site’s own backend, which knows the visitor: makes the token with which the visitor’s browser connects (`token` of the browser library). Called with an API key or the key of a Frontend Server. The token is a JWT signed with `VISIT_TOKEN_SECRET` (HS256): a site with a JWT library can make it without this call, from the claims `sub` (the visit id), `exp`, and optionally `pageId`. Without that secret, and in open mode, this call is 404 `not-found`.',
    }),
    ApiBody({ type: VisitTokenRequestDto, examples: VISIT_TOKEN_EXAMPLES }),
    ApiExtraModels(VisitTokenDto),
    ApiResponse(reply('The token.', refTo(VisitTokenDto), VISIT_TOKEN_REPLIES)),
    Faults(
      {
        pointer: '/visitId',
        detail: 'is missing: it must be a string of 1 to 128 characters without control characters',
      },
      ...BODY_FAULTS,
      'not-found',
    ),
  );
}

type Content = NonNullable<Extract<ApiResponseOptions, { content?: unknown }>['content']>[string];

function reply(
  description: string,
  schema: NonNullable<Content['schema']>,
  examples: NonNullable<Content['examples']>,
): ApiResponseOptions & { status: 200 } {
  return { status: 200, description, content: { 'application/json': { schema, examples } } };
}

function refTo(type: ClassOf): { readonly $ref: string } {
  return { $ref: getSchemaPath(type) };
}

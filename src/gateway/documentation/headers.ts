import type { ApiResponseOptions } from '@nestjs/swagger';

type Header = NonNullable<ApiResponseOptions['headers']>[string];

/** Headers of replies, as the documents describe them. */

export const REQUEST_ID: Header = {
  description:
    'Names the request, as in the log and in `requestId`: the caller’s own `X-Request-Id` where it sent one of 1 to 128 ' +
    'letters, digits, `_`, `.`, `:` and `-`, otherwise a new one.',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
  example: '86f1ca73-9bcc-495a-b7f2-4f37343b4cd6',
};

export const IDEMPOTENT_REPLAYED: Header = {
  description: '`true` when the same engage came before, so that this one changed nothing; absent otherwise.',
  schema: { type: 'string', enum: ['true'] },
  example: 'true',
};

export const WWW_AUTHENTICATE: Header = {
  description: 'How to show who calls.',
  schema: { type: 'string' },
  example: 'Bearer realm="engagement-gateway"',
};

export const RETRY_AFTER: Header = {
  description: 'Seconds to wait before the same request is sent again.',
  schema: { type: 'integer', minimum: 1 },
  example: 1,
};

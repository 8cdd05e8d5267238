import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, type ApiResponseOptions, getSchemaPath } from '@nestjs/swagger';
import type { FieldFault, Problem } from '../../contract/index.js';
import { exampleOf, FAULT_KINDS, type FaultCode } from '../../faults/index.js';
import { ProblemReplyDto } from '../dto/problem-reply.dto.js';
import { RETRY_AFTER, WWW_AUTHENTICATE } from './headers.js';

/** Faults that any call may meet. */
const EVERYWHERE: readonly FaultCode[] = [
  'not-authenticated',
  'forbidden-origin',
  'forbidden-host',
  'too-many-requests',
  'internal-error',
  'store-unavailable',
];

/**
 * Documents the faults of an operation: one response for each status, with an example for each code.
 *
 * @param invalid what may be wrong with a request to this operation; `undefined` when nothing can be
 */
export function Faults(invalid: FieldFault | undefined, ...codes: readonly FaultCode[]): MethodDecorator {
  const all = [...codes, ...EVERYWHERE];
  const statuses = [...new Set(all.map((code) => FAULT_KINDS[code].status))];
  const examples = new Map(all.map((code) => [code, exampleOf(code)]));
  if (invalid !== undefined) examples.set('validation-failed', invalidExample(invalid));
  return applyDecorators(
    ApiExtraModels(ProblemReplyDto),
    ...statuses.map((status) => ApiResponse(responseOf(status, [...examples.values()]))),
  );
}

const HEADERS: Readonly<Record<number, NonNullable<ApiResponseOptions['headers']>>> = {
  401: { 'WWW-Authenticate': WWW_AUTHENTICATE },
  429: { 'Retry-After': RETRY_AFTER },
  503: { 'Retry-After': RETRY_AFTER },
};

function responseOf(status: number, examples: readonly Problem[]): ApiResponseOptions {
  const here = examples.filter((example) => example.status === status);
  const content = {
    schema: { $ref: getSchemaPath(ProblemReplyDto) },
    examples: Object.fromEntries(here.map((example) => [example.code, replyWith(example)])),
  };
  return {
    status,
    description: here.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
    ...(HEADERS[status] !== undefined && { headers: HEADERS[status] }),
    content: { 'application/json': content, 'application/problem+json': content },
  };
}

function replyWith(example: Problem): { readonly summary: string; readonly value: Problem } {
  return {
    summary: `${example.code}: ${example.title}`,
    value: { ...example, instance: '', requestId: '86f1ca73-9bcc-495a-b7f2-4f37343b4cd6' },
  };
}

function invalidExample(fault: FieldFault): Problem {
  return { ...exampleOf('validation-failed'), detail: `${fault.pointer} ${fault.detail}.`, errors: [fault] };
}

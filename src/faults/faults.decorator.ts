import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { FAULT_KINDS, type FaultCode } from './fault-kinds.js';
import { FieldFaultDto, ProblemDto } from './problem.dto.js';

/** What each fault may say, for the documents. */
const DETAILS: Readonly<Record<FaultCode, string>> = {
  'validation-failed':
    '/ixnProfile/visitId is missing: it must be a string of 1 to 128 characters without control characters.',
  'interaction-conflict':
    'Interaction "0000Ja8VNEVB000G" has an attempt with other content. An interaction has exactly one attempt: send the same profile again, or use a new interaction.',
  'visit-engaged':
    'Visit "b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a" has an active attempt. Cancel it or wait until it ends.',
  'attempt-ended': 'The attempt has ended: it is accepted.',
  'attempt-not-found': 'There is no attempt "0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21".',
  'disposition-out-of-order': 'An attempt that is pending cannot become ignored: report it as shown first.',
  'not-found': 'Cannot GET /nowhere',
  'body-too-large': 'A body has at most 256 KiB.',
  'unsupported-content-type': 'Send application/json or application/x-www-form-urlencoded, in UTF-8.',
  'forbidden-origin': 'Pages of other origins may call only when ALLOWED_ORIGINS names them.',
  'forbidden-host': 'Without credentials the service answers under loopback names only, such as localhost.',
  'forbidden-visit': 'A browser joins its own visit only.',
  'not-authenticated': 'Connect with auth: {visitId, pageId} as a browser, or {key} as a Frontend Server.',
  'store-unavailable': 'Nothing was changed as far as is known. Send the same request again shortly.',
  'internal-error': 'Something failed that nobody expected. The log names it under this request’s id.',
};

/** Facts that some faults carry beside the common members. */
const FACTS: Partial<Record<FaultCode, object>> = {
  'validation-failed': {
    errors: [
      {
        pointer: '/ixnProfile/visitId',
        detail: 'is missing: it must be a string of 1 to 128 characters without control characters',
      },
    ],
  },
  'interaction-conflict': { attemptId: '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21', state: 'pending' },
  'visit-engaged': { attemptId: '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21', state: 'shown' },
  'attempt-ended': { attemptId: '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21', state: 'accepted' },
};

/** Faults that any call may meet. */
const EVERYWHERE = ['forbidden-origin', 'forbidden-host', 'internal-error', 'store-unavailable'] as const;

/** Documents the faults of an operation: one response for each status, with an example for each code. */
export function Faults(...codes: readonly FaultCode[]): MethodDecorator {
  const all = [...codes, ...EVERYWHERE];
  const statuses = [...new Set(all.map((code) => FAULT_KINDS[code].status))];
  return applyDecorators(
    ApiExtraModels(ProblemDto, FieldFaultDto),
    ...statuses.map((status) => {
      const here = all.filter((code) => FAULT_KINDS[code].status === status);
      const content = {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(
          here.map((code) => [code, { summary: FAULT_KINDS[code].title, value: exampleOf(code) }]),
        ),
      };
      return ApiResponse({
        status,
        description: here.map((code) => `\`${code}\`: ${FAULT_KINDS[code].title}.`).join(' '),
        content: { 'application/json': content, 'application/problem+json': content },
      });
    }),
  );
}

function exampleOf(code: FaultCode): object {
  const { status, title } = FAULT_KINDS[code];
  return {
    type: `urn:engagement-gateway:fault:${code}`,
    title,
    status,
    detail: DETAILS[code],
    code,
    ...FACTS[code],
    instance: '/backend/data/gateway/engage',
    requestId: '86f1ca73-9bcc-495a-b7f2-4f37343b4cd6',
  };
}

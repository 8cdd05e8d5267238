import { HttpStatus } from '@nestjs/common';
import type { EngagementErrorCode } from '../engagement/index.js';

interface FaultKind {
  readonly status: number;
  readonly title: string;
}

/** What an edge of the service, REST or socket, finds wrong by itself. */
type EdgeFaultCode =
  | 'validation-failed'
  | 'not-found'
  | 'precondition-failed'
  | 'range-not-satisfiable'
  | 'request-timeout'
  | 'expectation-failed'
  | 'headers-too-large'
  | 'body-too-large'
  | 'unsupported-content-type'
  | 'forbidden-origin'
  | 'forbidden-host'
  | 'forbidden-visit'
  | 'not-authenticated'
  | 'token-expired'
  | 'token-keys-unavailable'
  | 'too-many-requests'
  | 'too-many-connections'
  | 'unknown-event'
  | 'overloaded'
  | 'store-unavailable'
  | 'internal-error';

export type FaultCode = EngagementErrorCode | EdgeFaultCode;

/** Every kind of fault. A 400 means: do not send this again unchanged. A 503 means: try again. */
export const FAULT_KINDS: Readonly<Record<FaultCode, FaultKind>> = {
  'validation-failed': { status: HttpStatus.BAD_REQUEST, title: 'The request is not valid' },
  'interaction-conflict': { status: HttpStatus.BAD_REQUEST, title: 'The interaction has another attempt' },
  'visit-engaged': { status: HttpStatus.BAD_REQUEST, title: 'The visit has an active attempt' },
  'attempt-ended': { status: HttpStatus.BAD_REQUEST, title: 'The attempt has ended' },
  'disposition-out-of-order': {
    status: HttpStatus.BAD_REQUEST,
    title: 'The disposition does not fit the attempt’s state',
  },
  'not-authenticated': { status: HttpStatus.UNAUTHORIZED, title: 'The caller is not known' },
  'token-expired': { status: HttpStatus.UNAUTHORIZED, title: 'The visit token has expired' },
  'forbidden-origin': { status: HttpStatus.FORBIDDEN, title: 'Pages of this origin may not call' },
  'forbidden-host': { status: HttpStatus.FORBIDDEN, title: 'The service does not go by this host name' },
  'forbidden-visit': { status: HttpStatus.FORBIDDEN, title: 'The visit is not the caller’s' },
  'attempt-not-found': { status: HttpStatus.NOT_FOUND, title: 'There is no such attempt' },
  'not-found': { status: HttpStatus.NOT_FOUND, title: 'There is nothing here' },
  'unknown-event': { status: HttpStatus.NOT_FOUND, title: 'There is no such event' },
  'request-timeout': { status: HttpStatus.REQUEST_TIMEOUT, title: 'The request took too long' },
  'precondition-failed': { status: HttpStatus.PRECONDITION_FAILED, title: 'The precondition does not hold' },
  'range-not-satisfiable': {
    status: HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    title: 'There is no such range',
  },
  'expectation-failed': { status: HttpStatus.EXPECTATION_FAILED, title: 'The expectation is not met' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'body-too-large': { status: HttpStatus.PAYLOAD_TOO_LARGE, title: 'The body is too large' },
  'unsupported-content-type': { status: HttpStatus.UNSUPPORTED_MEDIA_TYPE, title: 'The content type is not supported' },
  'too-many-requests': { status: HttpStatus.TOO_MANY_REQUESTS, title: 'The caller asks too much at once' },
  'too-many-connections': { status: HttpStatus.TOO_MANY_REQUESTS, title: 'The caller holds too many connections' },
  'token-keys-unavailable': {
    status: HttpStatus.SERVICE_UNAVAILABLE,
    title: 'The keys of visit tokens are unavailable',
  },
  overloaded: { status: HttpStatus.SERVICE_UNAVAILABLE, title: 'The service cannot keep up' },
  'store-unavailable': { status: HttpStatus.SERVICE_UNAVAILABLE, title: 'The store is unavailable' },
  'internal-error': { status: HttpStatus.INTERNAL_SERVER_ERROR, title: 'The service has failed' },
};

/** The URI that names a kind of fault. */
export function typeOf(code: FaultCode): string {
  return `urn:engagement-gateway:fault:${code}`;
}

import type { Problem } from '../contract/index.js';
import { FAULT_KINDS, type FaultCode, typeOf } from './fault-kinds.js';

const ATTEMPT_ID = '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21';

/** What each kind of fault may say, and the facts that it carries. */
const SAYINGS: Readonly<Record<FaultCode, { readonly detail: string; readonly [fact: string]: unknown }>> = {
  'validation-failed': {
    detail: '/ixnProfile/visitId is missing: it must be a string of 1 to 128 characters without control characters.',
    errors: [
      {
        pointer: '/ixnProfile/visitId',
        detail: 'is missing: it must be a string of 1 to 128 characters without control characters',
      },
    ],
  },
  'interaction-conflict': {
    detail:
      'Interaction "0000Ja8VNEVB000G" has an attempt with other content. An interaction has exactly one attempt: send the same profile again, or use a new interaction.',
    attemptId: ATTEMPT_ID,
    state: 'pending',
  },
  'visit-engaged': {
    detail: 'Visit "b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a" has an active attempt. Cancel it or wait until it ends.',
    attemptId: ATTEMPT_ID,
    state: 'shown',
  },
  'attempt-ended': {
    detail: 'The attempt has ended: it is accepted.',
    attemptId: ATTEMPT_ID,
    state: 'accepted',
  },
  'attempt-not-found': { detail: `There is no attempt "${ATTEMPT_ID}".` },
  'disposition-out-of-order': {
    detail: 'An attempt that is pending cannot become ignored: report it as shown first.',
    attemptId: ATTEMPT_ID,
    state: 'pending',
  },
  'not-found': { detail: 'Cannot GET /nowhere' },
  'precondition-failed': { detail: 'Precondition Failed' },
  'range-not-satisfiable': { detail: 'Range Not Satisfiable' },
  'request-timeout': { detail: 'The request did not come whole in time.' },
  'expectation-failed': { detail: 'The only expectation that is met is 100-continue.' },
  'headers-too-large': { detail: 'The headers are larger than 16 KiB.' },
  'body-too-large': { detail: 'A body has at most 256 KiB.' },
  'unsupported-content-type': { detail: 'Send application/json or application/x-www-form-urlencoded, in UTF-8.' },
  'forbidden-origin': { detail: 'Pages of other origins may call only when ALLOWED_ORIGINS names them.' },
  'forbidden-host': {
    detail: 'Without credentials the service answers under loopback names only, such as localhost.',
  },
  'forbidden-visit': { detail: 'A browser joins its own visit only.' },
  'not-authenticated': { detail: 'Send an API key: Authorization: Bearer <key>.' },
  'token-expired': { detail: 'The visit token has expired: connect again with a fresh one.' },
  'token-keys-unavailable': { detail: 'The keys of visit tokens cannot be had now. Try again shortly.' },
  'too-many-requests': { detail: 'Too many wrong credentials came from this address.', retryAfterSeconds: 42 },
  'too-many-connections': { detail: 'The visit has 32 connections already.' },
  'unknown-event': { detail: 'There is no event "invite".' },
  overloaded: {
    detail: 'More comes in than can be stored. Nothing was changed. Send the same request again shortly.',
    retryAfterSeconds: 1,
  },
  'store-unavailable': {
    detail: 'Nothing was changed as far as is known. Send the same request again shortly.',
    retryAfterSeconds: 1,
  },
  'internal-error': {
    detail: 'Something failed that nobody expected. The log names it under this request’s id.',
  },
};

/** A fault of this kind as a caller may see it, for the documents. */
export function exampleOf(code: FaultCode): Problem {
  const { detail, ...facts } = SAYINGS[code];
  const { status, title } = FAULT_KINDS[code];
  return { type: typeOf(code), title, status, detail, code, ...facts };
}

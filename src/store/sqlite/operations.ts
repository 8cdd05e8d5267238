import type {
  ActiveTally,
  ActiveAttempt,
  Attempt,
  AttemptDetails,
  AttemptQuery,
  AttemptSearch,
  Cancellation,
  CancelResult,
  Change,
  ClaimedDelivery,
  Delivery,
  DeliveryQuery,
  DeliveryTry,
  DispositionResult,
  EndedAttempt,
  EndpointRecord,
  EndpointStanding,
  Erasure,
  FoundAttempts,
  LatencyTally,
  Moment,
  OperatorCancellation,
  OperatorCancelResult,
  Purged,
  Outcome,
  OutcomeState,
  RecordedDisposition,
  StandingChange,
  StartResult,
  StartTerms,
  StopResult,
  NamedTally,
  SuppressionTally,
  TimedTally,
  VisitRecord,
  TallyGrain,
  TallySpan,
  VisitCancellation,
  Wish,
  YoungAttempt,
} from '../../engagement/model.js';
import type { NewAttemptRow } from '../attempt-rows.js';

/** What the service's thread asks of the store's thread: the methods of AttemptStore and OutcomeLog as messages. */
interface AttemptOperationMap {
  /** The attempt comes as its row, whose texts cost less to hand over than the objects in them. */
  readonly start: Signature<StartInput, StartResult>;
  readonly stop: Signature<StartInput, StopResult | undefined>;
  readonly cancelInteraction: Signature<Cancellation, CancelResult>;
  readonly cancelVisit: Signature<VisitCancellation, readonly Change<EndedAttempt>[]>;
  readonly cancelAttempt: Signature<OperatorCancellation, OperatorCancelResult>;
  readonly recordDisposition: Signature<RecordedDisposition, DispositionResult>;
  readonly dontAskAgain: Signature<Wish, readonly Change<EndedAttempt>[]>;
  readonly endDue: Signature<{ at: Moment; limit: number }, readonly Change<EndedAttempt>[]>;
  readonly find: Signature<{ attemptId: string }, AttemptDetails | undefined>;
  readonly list: Signature<AttemptQuery, readonly Attempt[]>;
  readonly search: Signature<AttemptSearch, FoundAttempts>;
  readonly activeOf: Signature<{ visitId: string; at: Moment }, readonly ActiveAttempt[]>;
  readonly madeBetween: Signature<
    { createdFrom: Moment; createdUntil: Moment; limit: number },
    readonly YoungAttempt[]
  >;
  readonly endedAmong: Signature<{ attemptIds: readonly string[] }, readonly EndedAttempt[]>;
  readonly purge: Signature<{ endedBefore: Moment; limit: number }, Purged>;
  readonly outcomesAfter: Signature<{ position: number; limit: number }, readonly Outcome[]>;
  readonly lastOutcome: Signature<object, number>;
  /** Why the file takes no changes, if so. It fails no batch: others can do without the knowledge. */
  readonly ping: Signature<object, string | undefined>;
}

interface StartInput {
  readonly row: NewAttemptRow;
  readonly actor: string | null;
  readonly terms: StartTerms;
}

/** The same for DeliveryBook. */
interface DeliveryOperationMap {
  readonly openEndpoints: Signature<{ endpoints: readonly string[] }, void>;
  readonly planDeliveries: Signature<
    { endpoint: string; wanted: readonly OutcomeState[]; at: Moment; limit: number },
    number
  >;
  readonly claimDeliveries: Signature<
    { endpoint: string; at: Moment; leaseMs: number; limit: number },
    readonly ClaimedDelivery[]
  >;
  readonly settleDelivery: Signature<DeliveryTry, StandingChange | undefined>;
  readonly giveUpDeliveries: Signature<{ plannedBefore: Moment; at: Moment; limit: number }, number>;
  readonly listDeliveries: Signature<DeliveryQuery, readonly Delivery[]>;
  readonly sendAgain: Signature<{ endpoint: string; position: number; at: Moment }, Delivery | undefined>;
  readonly sendFailedAgain: Signature<{ endpoint: string; at: Moment; limit: number }, number>;
  readonly endpoints: Signature<object, readonly EndpointRecord[]>;
  readonly hastenDeliveries: Signature<{ endpoint: string; at: Moment; later: Moment; limit: number }, number>;
  readonly endpointStanding: Signature<{ endpoint: string }, EndpointStanding | undefined>;
  readonly enableEndpoint: Signature<{ endpoint: string }, boolean>;
}

/** The same for TallyBook. */
interface TallyOperationMap {
  readonly countOutcomes: Signature<{ limit: number }, number>;
  readonly talliesByName: Signature<TallySpan, readonly NamedTally[]>;
  readonly talliesByTime: Signature<TallySpan, readonly TimedTally[]>;
  readonly suppressionTallies: Signature<TallySpan, readonly SuppressionTally[]>;
  readonly activeTallies: Signature<TallySpan, readonly ActiveTally[]>;
  readonly latencyTallies: Signature<TallySpan, readonly LatencyTally[]>;
  readonly forgetTallies: Signature<{ grain: TallyGrain; before: Moment; limit: number }, number>;
}

/** The same for VisitBook. */
interface VisitOperationMap {
  readonly visitRecords: Signature<{ visitId: string; after: string | null; limit: number }, readonly VisitRecord[]>;
  readonly beginErasure: Signature<Pick<Erasure, 'erasureId' | 'at' | 'actor'>, void>;
  readonly eraseVisit: Signature<{ erasureId: string; visitId: string; limit: number }, number>;
  readonly completeErasure: Signature<{ erasureId: string; at: Moment }, Erasure>;
  readonly erasures: Signature<{ before: string | null; limit: number }, readonly Erasure[]>;
}

export interface OperationMap extends AttemptOperationMap, DeliveryOperationMap, TallyOperationMap, VisitOperationMap {}

interface Signature<Asked, Answered> {
  readonly input: Readonly<Asked>;
  readonly output: Answered;
}

/** Operations that change nothing: a batch of them needs no write lock and no commit to disk. */
export const READING: ReadonlySet<OperationName> = new Set([
  'find',
  'list',
  'search',
  'activeOf',
  'madeBetween',
  'endedAmong',
  'outcomesAfter',
  'lastOutcome',
  'listDeliveries',
  'endpoints',
  'endpointStanding',
  'talliesByName',
  'talliesByTime',
  'suppressionTallies',
  'activeTallies',
  'latencyTallies',
  'visitRecords',
  'erasures',
]);

export type OperationName = keyof OperationMap;
export type Input<Name extends OperationName> = OperationMap[Name]['input'];
export type Output<Name extends OperationName> = OperationMap[Name]['output'];

/** Each operation as a function that does its work at once, inside a transaction that is already open. */
export type Operations = { readonly [Name in OperationName]: (input: Input<Name>) => Output<Name> };

export type AttemptOperations = Pick<Operations, keyof AttemptOperationMap>;
export type DeliveryOperations = Pick<Operations, keyof DeliveryOperationMap>;
export type TallyOperations = Pick<Operations, keyof TallyOperationMap>;
export type VisitOperations = Pick<Operations, keyof VisitOperationMap>;

/** Who does them is told of the transactions that they are done in. */
export interface InTransactions {
  /** A transaction has begun. */
  begin(): void;
  /** It has come to nothing. */
  rolledBack(): void;
}

export type Call<Name extends OperationName = OperationName> = {
  readonly [Each in Name]: { readonly name: Each; readonly input: Input<Each> };
}[Name];

/** What became of a call. */
export type CallResult = { readonly ok: true; readonly output: unknown } | FailedCall;

export interface FailedCall {
  readonly ok: false;
  /** `unavailable`: the database could not be used, and the same call may succeed later. */
  readonly kind: 'unavailable' | 'failed';
  readonly message: string;
}

/** What the store's thread says when it has opened the database, or could not. */
export type Opening =
  | { readonly opened: true; readonly migrated: readonly string[] }
  | { readonly opened: false; readonly message: string };

/** To the store's thread: calls to make, in one transaction and one commit; or to close the database and end. */
export type Request = { readonly calls: readonly Call[] } | 'close';

/** The results in the order of the calls. */
export type Reply = readonly CallResult[];

/** From it: what came of the calls, and how long each commit took, in milliseconds. */
export interface Committed {
  readonly reply: Reply;
  readonly commitsMs: readonly number[];
}

export function perform<Name extends OperationName>(operations: Operations, call: Call<Name>): Output<Name> {
  const operation: (input: Input<Name>) => Output<Name> = operations[call.name];
  return operation(call.input);
}

import type { ActiveState, AttemptState, EndedState } from '../contract/index.js';
import type { Author, DeliveryState, LatencyKind, OutcomeState, TallyGrain } from '../engagement/model.js';

/** The tables, alike in every kind of database. Moments are milliseconds since 1970-01-01 UTC. */
export interface Schema {
  readonly attempts: AttemptsTable & WishColumn;
  readonly transitions: TransitionsTable;
  readonly deliveries: DeliveriesTable;
  readonly webhook_endpoints: WebhookEndpointsTable;
  readonly erasures: ErasuresTable;
  readonly tallies: TalliesTable;
  readonly suppression_tallies: SuppressionTalliesTable;
  readonly latency_tallies: LatencyTalliesTable;
}

export interface AttemptsTable {
  readonly attempt_id: string;
  readonly interaction_id: string;
  readonly visit_id: string | null;
  readonly page_id: string | null;
  readonly channel: string | null;
  readonly language: string | null;
  readonly rule_name: string | null;
  readonly state: AttemptState;
  readonly reason: string | null;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly ended_at: number | null;
  /** When the sweep ends it; `null` once it has ended. */
  readonly deadline: number | null;
  /** Milliseconds that a visitor has once it is shown. */
  readonly answer_within: number | null;
  /** 1 while no other attempt of the visit may be active, 0 where several may. */
  readonly exclusive: number;
  /** How many transitions there are; numbers the next one. */
  readonly transition_count: number;
  /** JSON array of the pages that show it now. Once a page has shown it, there is always one. */
  readonly showing_pages: string;
  /** `dispositionId` of the answer that ended it. */
  readonly ended_by: string | null;
  /** JSON. */
  readonly invitation: string | null;
  /** JSON. */
  readonly data: string | null;
  /** JSON. */
  readonly client_data: string | null;
  /** The `traceparent` of the engage. */
  readonly trace_parent: string | null;
}

/** What is looked for only, and never read with the rest of a row. */
export interface WishColumn {
  /** 1 when the visitor has said about it that no other is wanted. */
  readonly dont_ask_again: number | null;
}

export interface TransitionsTable {
  readonly attempt_id: string;
  readonly sequence: number;
  readonly state: AttemptState;
  readonly at: number;
  readonly by: Author;
  /** The name of the key or certificate that it was done with. */
  readonly actor: string | null;
  readonly reason: string | null;
  /** Its place among outcomes; `null` for what is none, and for one that has not got its place yet. */
  readonly position: number | null;
}

export interface DeliveriesTable {
  /** The place of the outcome. */
  readonly position: number;
  readonly endpoint: string;
  readonly attempt_id: string;
  readonly sequence: number;
  readonly outcome: OutcomeState;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly planned_at: number;
  /** When it may be claimed; `null` unless it waits. */
  readonly due_at: number | null;
  readonly settled_at: number | null;
  readonly answer: number | null;
  readonly error: string | null;
}

export interface WebhookEndpointsTable {
  readonly endpoint: string;
  /** The place of the last outcome that it was planned for. */
  readonly planned_up_to: number;
  readonly failures: number;
  readonly paused_until: number | null;
  readonly disabled_at: number | null;
}

export interface ErasuresTable {
  readonly erasure_id: string;
  readonly at: number;
  readonly actor: string | null;
  readonly attempts: number;
  readonly completed_at: number | null;
}

export interface TalliesTable {
  readonly grain: TallyGrain;
  readonly bucket: number;
  readonly channel: string;
  /** Empty for none. */
  readonly rule_name: string;
  readonly ending: EndedState;
  readonly was_delivered: number;
  readonly was_shown: number;
  readonly count: number;
}

export interface LatencyTalliesTable {
  readonly grain: TallyGrain;
  readonly bucket: number;
  readonly kind: LatencyKind;
  /** -1 for longer than the last bound. */
  readonly within_ms: number;
  readonly count: number;
}

export interface SuppressionTalliesTable {
  readonly grain: TallyGrain;
  readonly bucket: number;
  readonly reason: string;
  readonly count: number;
}

/** Attempts that have not ended, counted as they stand. */
export interface ActiveTallyRow {
  readonly bucket: number;
  readonly channel: string;
  readonly rule_name: string;
  readonly state: ActiveState;
  readonly count: number;
}

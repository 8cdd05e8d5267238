import type { AttemptState } from '#service/contract/index.js';
import type { PostgresServer } from '../../support/postgres-server.js';

/** An attempt as the database holds it. Moments are milliseconds since 1970-01-01 UTC. */
export interface RecordedAttempt {
  readonly attemptId: string;
  readonly interactionId: string;
  readonly visitId: string | null;
  readonly pageId: string | null;
  readonly state: AttemptState;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly endedAt: number | null;
  readonly deadline: number | null;
  readonly transitions: readonly { readonly state: AttemptState; readonly at: number }[];
}

export interface Records {
  /** The database's time. */
  readonly now: number;
  readonly attempts: readonly RecordedAttempt[];
}

/** Reads everything that a database holds. */
export async function recordsOf(postgres: PostgresServer, database: string): Promise<Records> {
  const [row] = await postgres.query<{ records: Records }>(
    database,
    `select json_build_object('now', extract(epoch from clock_timestamp()) * 1000, 'attempts', coalesce((
       select json_agg(json_build_object(
         'attemptId', attempt_id, 'interactionId', interaction_id, 'visitId', visit_id, 'pageId', page_id,
         'state', state, 'createdAt', created_at, 'expiresAt', expires_at, 'endedAt', ended_at, 'deadline', deadline,
         'transitions', (
           select json_agg(json_build_object('state', state, 'at', at) order by sequence)
           from transitions where transitions.attempt_id = attempts.attempt_id)))
       from attempts), '[]')) as records`,
  );
  if (row === undefined) throw new Error('nothing came back');
  return row.records;
}

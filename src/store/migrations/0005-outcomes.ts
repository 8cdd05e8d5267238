import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely';
import type { Schema } from '../schema.js';

const OUTCOMES = sql`('shown', 'accepted', 'declined', 'ignored', 'failed', 'cancelled', 'expired', 'suppressed')`;

/**
 * Gives outcomes a place in one order. SQLite, where one connection writes, gives it with the transition; in PostgreSQL,
 * where transactions end in another order than they begin, it is given to what is committed, and to what was there before
 * bit by bit, by the service.
 */
export const outcomes: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema.alterTable('transitions').addColumn('position', 'bigint').execute();
    await sql`create unique index transitions_position on transitions (position) where position is not null`.execute(
      db,
    );
    if (db.getExecutor().adapter instanceof PostgresAdapter) {
      await sql`create sequence outcome_positions`.execute(db);
      await sql`create index transitions_unplaced on transitions (at, attempt_id, sequence)
        where position is null and state in ${OUTCOMES}`.execute(db);
    } else {
      await sql`
        with numbered as (
          select attempt_id, sequence, row_number() over (order by at, attempt_id, sequence) as place
          from transitions where state in ${OUTCOMES}
        )
        update transitions set position = numbered.place from numbered
        where transitions.attempt_id = numbered.attempt_id and transitions.sequence = numbered.sequence`.execute(db);
      // A place that is free again because its outcome is forgotten is not given a second time.
      await sql`create table forgotten_outcomes (last bigint not null)`.execute(db);
      await sql`insert into forgotten_outcomes values (0)`.execute(db);
    }
  },
};

import { type Delivery, type Erasure, type Moment, VisitBook, type VisitRecord } from '../../engagement/model.js';
import { deliveryOf } from '../delivery-rows.js';
import type { DeliveriesTable, ErasuresTable } from '../schema.js';
import { erasureOf, LAST_ID, recordOf, type RecordRow } from '../visit-rows.js';
import type { Calls } from './calls.js';
import type { Database } from './database.js';
import { untilSettled } from './settled.js';
import * as statements from './visit-statements.js';

/** What is kept about visits in a PostgreSQL database. */
export class PostgresVisitBook extends VisitBook {
  constructor(
    private readonly database: Database,
    private readonly calls: Calls,
  ) {
    super();
  }

  override records(visitId: string, after: string | null, limit: number): Promise<readonly VisitRecord[]> {
    return this.calls.make(async () => {
      const rows = await this.database.all<RecordRow>(statements.RECORDS, [visitId, after ?? '', limit]);
      const deliveries = await this.deliveriesOf(rows.map(({ attempt_id }) => attempt_id));
      return rows.map((row) => recordOf(row, deliveries.get(row.attempt_id) ?? []));
    });
  }

  override beginErasure({ erasureId, at, actor }: Pick<Erasure, 'erasureId' | 'at' | 'actor'>): Promise<void> {
    return this.calls.make(async () => {
      await this.database.all(statements.BEGIN_ERASURE, [erasureId, at, actor]);
    });
  }

  override erase(erasureId: string, visitId: string, limit: number): Promise<number> {
    // What settles deliveries may hold some that it takes, and wait for others.
    return this.calls.make(() =>
      untilSettled(() =>
        this.database.transaction(async (queries) => {
          await queries.all(statements.HOLD_PLANS);
          return (await queries.all(statements.ERASE, [erasureId, visitId, limit])).length;
        }),
      ),
    );
  }

  override completeErasure(erasureId: string, at: Moment): Promise<Erasure> {
    return this.calls.make(async () => {
      const [row] = await this.database.all<ErasuresTable>(statements.COMPLETE_ERASURE, [erasureId, at]);
      if (row === undefined) throw new Error(`there is no erasure ${erasureId}`);
      return erasureOf(row);
    });
  }

  override erasures(before: string | null, limit: number): Promise<readonly Erasure[]> {
    return this.calls.make(async () =>
      (await this.database.all<ErasuresTable>(statements.ERASURES, [before ?? LAST_ID, limit])).map(erasureOf),
    );
  }

  private async deliveriesOf(attemptIds: readonly string[]): Promise<ReadonlyMap<string, readonly Delivery[]>> {
    const rows = await this.database.all<DeliveriesTable>(statements.DELIVERIES, [attemptIds]);
    const found = new Map<string, Delivery[]>();
    for (const row of rows) found.set(row.attempt_id, [...(found.get(row.attempt_id) ?? []), deliveryOf(row)]);
    return found;
  }
}

import { deliveryOf } from '../delivery-rows.js';
import type { AttemptsTable, DeliveriesTable, ErasuresTable, TransitionsTable } from '../schema.js';
import { erasureOf, LAST_ID, RECORD_COLUMNS, recordOf, type RecordRow } from '../visit-rows.js';
import type { Input, Output, VisitOperations } from './operations.js';
import type { SqliteFile } from './sqlite-file.js';
import type { SqliteForgetting } from './sqlite-forgetting.js';

/** What is kept about visits in an SQLite file. It is seldom asked for: statements are prepared when it is. */
export class SqliteVisits implements VisitOperations {
  constructor(
    private readonly file: SqliteFile,
    private readonly forgetting: SqliteForgetting,
  ) {}

  visitRecords = ({ visitId, after, limit }: Input<'visitRecords'>): Output<'visitRecords'> => {
    const transitions = this.file.prepare<TransitionsTable>(
      'select state, at, by, actor, reason from transitions where attempt_id = ? order by sequence',
    );
    const deliveries = this.file.prepare<DeliveriesTable>(
      'select * from deliveries where attempt_id = ? order by position, endpoint',
    );
    return this.file
      .prepare<Omit<RecordRow, 'transitions'>>(
        `select ${RECORD_COLUMNS.join(', ')} from attempts where visit_id = ? and attempt_id > ? order by attempt_id limit ?`,
      )
      .all(visitId, after ?? '', limit)
      .map((row) =>
        recordOf(
          { ...row, transitions: transitions.all(row.attempt_id) },
          deliveries.all(row.attempt_id).map(deliveryOf),
        ),
      );
  };

  beginErasure = ({ erasureId, at, actor }: Input<'beginErasure'>): Output<'beginErasure'> => {
    this.file
      .prepare('insert into erasures (erasure_id, at, actor, attempts) values (?, ?, ?, 0)')
      .run(erasureId, at, actor);
  };

  eraseVisit = ({ erasureId, visitId, limit }: Input<'eraseVisit'>): Output<'eraseVisit'> => {
    const ended = this.file
      .prepare<Pick<AttemptsTable, 'attempt_id'>>(
        'select attempt_id from attempts where visit_id = ? and ended_at is not null order by attempt_id limit ?',
      )
      .all(visitId, limit);
    this.forgetting.forget(ended);
    this.file.prepare('update erasures set attempts = attempts + ? where erasure_id = ?').run(ended.length, erasureId);
    return ended.length;
  };

  completeErasure = ({ erasureId, at }: Input<'completeErasure'>): Output<'completeErasure'> => {
    this.file.prepare('update erasures set completed_at = ? where erasure_id = ?').run(at, erasureId);
    const row = this.file.prepare<ErasuresTable>('select * from erasures where erasure_id = ?').one(erasureId);
    if (row === undefined) throw new Error(`there is no erasure ${erasureId}`);
    return erasureOf(row);
  };

  erasures = ({ before, limit }: Input<'erasures'>): Output<'erasures'> =>
    this.file
      .prepare<ErasuresTable>('select * from erasures where erasure_id < ? order by erasure_id desc limit ?')
      .all(before ?? LAST_ID, limit)
      .map(erasureOf);
}

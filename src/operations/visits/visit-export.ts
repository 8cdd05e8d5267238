import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock, VisitBook, type VisitRecord } from '../../engagement/index.js';
import { VisitRecordDto } from './dto/visit-records.dto.js';

/** How many attempts are read at once. */
const BATCH = 100;

/** Writes out all that is kept about a visit, however much it is. */
@Injectable()
export class VisitExport {
  constructor(
    private readonly book: VisitBook,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes a `VisitRecordsDto` as JSON.
   *
   * @param gone aborts when nobody reads any more
   * @throws StoreUnavailableError before anything is written
   */
  async write(visitId: string, response: ServerResponse, gone: AbortSignal): Promise<void> {
    let page = await this.book.records(visitId, null, BATCH);
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
    const exportedAt = new Date(this.clock.now()).toISOString();
    response.write(`{"visitId":${JSON.stringify(visitId)},"exportedAt":"${exportedAt}","attempts":[`);
    for (let separator = ''; page.length > 0 && !gone.aborted; separator = ',') {
      if (!response.write(separator + page.map(textOf).join(',')))
        await once(response, 'drain', { signal: gone }).catch(() => undefined);
      page = page.length < BATCH ? [] : await this.book.records(visitId, page.at(-1)?.attemptId ?? null, BATCH);
    }
    response.end(']}');
  }
}

function textOf(record: VisitRecord): string {
  return JSON.stringify(VisitRecordDto.of(record));
}

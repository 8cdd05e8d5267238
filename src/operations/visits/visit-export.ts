import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock, type NamedCall, VisitBook, type VisitRecord } from '../../engagement/index.js';
import { EventLog } from '../../logging/index.js';
import { VisitRecordDto } from './dto/visit-records.dto.js';

/** How many attempts are read at once. */
const BATCH = 100;

/** Writes out all that is kept about a visit, however much it is. */
@Injectable()
export class VisitExport {
  private readonly log = new EventLog('Export');

  constructor(
    private readonly book: VisitBook,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes a `VisitRecordsDto` as JSON.
   *
   * @param call who asks for it, and by which call
   * @param to `gone` aborts when nobody reads any more
   * @throws StoreUnavailableError before anything is written
   */
  async write(
    visitId: string,
    { actor, requestId }: NamedCall,
    { response, gone }: { readonly response: ServerResponse; readonly gone: AbortSignal },
  ): Promise<void> {
    let page = await this.book.records(visitId, null, BATCH);
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
    const exportedAt = new Date(this.clock.now()).toISOString();
    response.write(`{"visitId":${JSON.stringify(visitId)},"exportedAt":"${exportedAt}","attempts":[`);
    let count = 0;
    try {
      for (let separator = ''; page.length > 0 && !gone.aborted; separator = ',') {
        count += page.length;
        if (!response.write(separator + page.map(textOf).join(',')))
          await once(response, 'drain', { signal: gone }).catch(() => undefined);
        page = page.length < BATCH ? [] : await this.book.records(visitId, page.at(-1)?.attemptId ?? null, BATCH);
      }
      response.end(']}');
    } finally {
      // Also what was broken off has been read.
      this.log.tell('visit.exported', { requestId, count, actor });
    }
  }
}

function textOf(record: VisitRecord): string {
  return JSON.stringify(VisitRecordDto.of(record));
}

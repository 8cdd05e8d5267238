import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { VisitRecord } from '../../../engagement/index.js';
import { AttemptDetailsDto } from '../../../gateway/index.js';
import { DeliveryDto } from '../../../outcomes/index.js';

@ApiSchema({ name: 'VisitRecord', description: 'Everything that is kept about one attempt of a visit.' })
export class VisitRecordDto extends AttemptDetailsDto {
  /**
   * Pages that show it, or have shown it, by the names that they were given.
   * @example ['2f6c1f0e-8a57-4c49-8f9e-0d6e2b1c5a77']
   */
  @ApiProperty({ type: [String] })
  showingPages!: readonly string[];

  /**
   * The id that a page gave to the report that ended it.
   * @example '6a1f0c52-3f0b-4d7e-9d52-1f0c6a8e4b21'
   */
  dispositionId!: string | null;

  /**
   * The visitor said, of this attempt, that they want no other.
   * @example false
   */
  dontAskAgain!: boolean;

  /** What was, or is to be, told of it. */
  deliveries!: DeliveryDto[];

  static override of(record: VisitRecord): VisitRecordDto {
    const { showingPages, dispositionId, dontAskAgain, deliveries } = record;
    return {
      ...AttemptDetailsDto.of(record),
      showingPages,
      dispositionId,
      dontAskAgain,
      deliveries: deliveries.map((delivery) => DeliveryDto.of(delivery)),
    };
  }
}

@ApiSchema({ name: 'VisitRecords', description: 'Everything that is kept about a visit.' })
export class VisitRecordsDto {
  /**
   * The visit.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  visitId!: string;

  /**
   * When it was written out; RFC 3339, UTC.
   * @example '2026-01-31T12:00:00.000Z'
   */
  exportedAt!: string;

  /** Its attempts, oldest first; none, when nothing is kept about it. */
  attempts!: VisitRecordDto[];
}

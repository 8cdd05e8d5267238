import { Inject, Injectable, type PipeTransform, type Type as ClassOf } from '@nestjs/common';
import { Configuration } from '../../config/index.js';
import { type FreeJsonBounds, readFields } from '../../fields/index.js';
import type { ParameterName } from './parameters.js';
import { ProfileMapping } from './profile-mapping.js';
import { readMapped } from './read-mapped.js';

/**
 * Reads a body as `fieldsOf` the class does, once the mapping of its parameter has been applied. Without one it does
 * nothing else.
 *
 * @example engage(@SentBody(mappedFieldsOf(EngageDto, 'ixnProfile')) body: EngageDto)
 */
export function mappedFieldsOf<T extends object>(
  type: ClassOf<T>,
  parameter: ParameterName,
): ClassOf<PipeTransform<unknown, T>> {
  @Injectable()
  class MappedFieldsPipe implements PipeTransform<unknown, T> {
    constructor(
      @Inject(Configuration) private readonly bounds: FreeJsonBounds,
      private readonly mapping: ProfileMapping,
    ) {}

    transform(body: unknown): T {
      const mapping = this.mapping[parameter];
      return mapping === undefined
        ? readFields(type, body, this.bounds)
        : readMapped(type, parameter, mapping, body, this.bounds);
    }
  }
  return MappedFieldsPipe;
}

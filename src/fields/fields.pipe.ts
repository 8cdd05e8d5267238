import { Inject, Injectable, type PipeTransform, type Type as ClassOf } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { Configuration } from '../config/index.js';
import type { FreeJsonBounds } from './free-json.js';
import { readFields } from './read-fields.js';

/**
 * Reads a parameter as an instance of the class, or refuses it. The class is named where it is used, as a value: a DTO
 * that is only a type cannot slip through unchecked.
 *
 * @example engage(@SentBody(fieldsOf(EngageDto)) body: EngageDto)
 */
export function fieldsOf<T extends object>(type: ClassOf<T>): ClassOf<PipeTransform<unknown, T>> {
  @Injectable()
  class FieldsPipe implements PipeTransform<unknown, T> {
    constructor(@Inject(Configuration) private readonly bounds: FreeJsonBounds) {}

    transform(value: unknown): T {
      return readFields(type, value, this.bounds);
    }
  }
  return FieldsPipe;
}

/** The same for a query string, whose values are texts: what a field's `@Transform` makes of them is read. */
export function queryOf<T extends object>(type: ClassOf<T>): PipeTransform<object, T> {
  return { transform: (value) => readFields(type, { ...value, ...plainToInstance(type, value) }) };
}

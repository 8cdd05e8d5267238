import 'reflect-metadata';
import { applyDecorators, type Type as ClassOf } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { freeJsonExpectation, isFreeJson } from './free-json.js';
import { isJsonObject } from './json.js';
import { ID_BOUNDS, ID_EXPECTATION, isIdentifier, isText } from './texts.js';

/**
 * Decorators for the fields that callers send. Each checks one field as a whole, says in one sentence what is
 * expected, and writes the same bounds into the documents.
 */

const NESTED = Symbol('nested fields');

const MOST_URL_LENGTH = 2048;

const CURSOR_EXPECTATION = 'must be the nextCursor of a page';

/** A field that may be left out; `null` does not leave it out. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** What stands in for a field that is left out, as the documents show it. */
export function DefaultsTo(value: string | number): PropertyDecorator {
  return ApiProperty({ default: value });
}

/** A field that may be left out where another one is sent. */
export function OptionalBeside(other: string): PropertyDecorator {
  const isAlone = (object: object): boolean => Reflect.get(object, other) === undefined;
  return applyDecorators(
    ValidateIf((object, value) => value !== undefined || isAlone(object)),
    ValidateBy({
      name: 'present',
      validator: { validate: (value) => value !== undefined, defaultMessage: () => `must be sent, or ${other}` },
    }),
  );
}

/** An id: 1 to 128 characters, none of them a control character. */
export function Identifier(): PropertyDecorator {
  return field(ID_EXPECTATION, isIdentifier, ID_BOUNDS);
}

/** Plain text of 1 to so many characters. */
export function Text(most: number): PropertyDecorator {
  return field(`must be a string of 1 to ${most} characters`, (value) => isText(value, most), {
    minLength: 1,
    maxLength: most,
  });
}

export function WholeNumber(least: number, most: number): PropertyDecorator {
  return field(
    `must be a whole number from ${least} to ${most}`,
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
    { type: 'integer', minimum: least, maximum: most },
  );
}

/** Takes the digits of a query string for the number that they spell; any other text stays as it is, and is judged as such. */
export function FromDigits(most = 9): PropertyDecorator {
  const digits = new RegExp(`^\\d{1,${most}}$`);
  return Transform(({ value }) => (digits.test(value) ? Number(value) : value));
}

export function OneOf(names: readonly string[]): PropertyDecorator {
  return field(`must be one of ${names.join(', ')}`, (value) => typeof value === 'string' && names.includes(value), {
    enum: [...names],
  });
}

/** `true` or `false`; `true` only beside another field that has this value. */
export function FlagBeside(other: string, beside: string): PropertyDecorator {
  return field(
    `must be true or false, and true only where ${other} is ${beside}`,
    (value, about) =>
      value === false || (value === true && about !== undefined && Reflect.get(about.object, other) === beside),
    { type: 'boolean' },
  );
}

/** Some of these names, at least one. */
export function ListOf(names: readonly string[]): PropertyDecorator {
  return field(
    `must be a list of ${names.join(', ')}`,
    (value) => Array.isArray(value) && value.length > 0 && value.every((item) => names.includes(item)),
    { type: 'array', items: { type: 'string', enum: [...names] }, minItems: 1 },
  );
}

export function LanguageTag(): PropertyDecorator {
  return field('must be a BCP 47 language tag, such as en or pt-BR', isLanguageTag, { minLength: 2, maxLength: 64 });
}

/** An http or https address without credentials. */
export function WebAddress(): PropertyDecorator {
  return field(`must be an http or https address of at most ${MOST_URL_LENGTH} characters`, isWebAddress, {
    maxLength: MOST_URL_LENGTH,
    format: 'uri',
    pattern: '^[Hh][Tt][Tt][Pp][Ss]?://',
  });
}

/** Where a page of a list ended: the id of its last item. */
export function Cursor(): PropertyDecorator {
  return field(CURSOR_EXPECTATION, (value) => typeof value === 'string' && UUID.test(value), { format: 'uuid' });
}

/** The same where items have no ids. */
export function CursorOf(form: RegExp): PropertyDecorator {
  return field(CURSOR_EXPECTATION, (value) => typeof value === 'string' && form.test(value), { pattern: form.source });
}

/** A moment as RFC 3339 has it. */
export function Timestamp(): PropertyDecorator {
  return field('must be an RFC 3339 time, such as 2026-01-31T12:00:00Z', isTimestamp, { format: 'date-time' });
}

/** Any JSON object within bounds of size and depth. */
export function FreeJson(): PropertyDecorator {
  return field(freeJsonExpectation, isFreeJson, { type: 'object', additionalProperties: true });
}

/** An object with fields of its own. */
export function Nested(type: () => ClassOf<object>): PropertyDecorator {
  return applyDecorators(
    (target: object, property: string | symbol) => {
      Reflect.defineMetadata(NESTED, { ...nestedFieldsOf(target), [String(property)]: type }, target);
    },
    // The documents take a function for a lazy class only under this name.
    field('must be a JSON object', isJsonObject, { type: () => type() }),
  );
}

/** The fields of a class that are objects with fields of their own, and their classes. */
export function nestedFieldsOf(prototype: object): Readonly<Record<string, () => ClassOf<object>>> {
  const nested: Readonly<Record<string, () => ClassOf<object>>> | undefined = Reflect.getMetadata(NESTED, prototype);
  return nested ?? {};
}

/** @param expectation what is expected: in words, or what makes them when they are asked for */
function field(
  expectation: string | (() => string),
  holds: (value: unknown, about?: ValidationArguments) => boolean,
  document: ApiPropertyOptions,
): PropertyDecorator {
  return applyDecorators(
    ValidateBy({
      name: 'field',
      validator: {
        validate: holds,
        defaultMessage: () => (typeof expectation === 'string' ? expectation : expectation()),
      },
    }),
    ApiProperty(document),
  );
}

/** Tags that were found right: there are few, and each costs something to look through. */
const LANGUAGE_TAGS = new Set<string>();
const MOST_LANGUAGE_TAGS = 1_000;

function isLanguageTag(value: unknown): boolean {
  if (typeof value === 'string' && LANGUAGE_TAGS.has(value)) return true;
  if (!isText(value, 64)) return false;
  try {
    Intl.getCanonicalLocales(value);
  } catch {
    return false;
  }
  if (LANGUAGE_TAGS.size < MOST_LANGUAGE_TAGS) LANGUAGE_TAGS.add(value);
  return true;
}

function isWebAddress(value: unknown): boolean {
  if (!isText(value, MOST_URL_LENGTH) || /[\p{Cc}\s]/u.test(value) || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:\/\//i.test(value) && /^https?:$/.test(protocol) && username === '' && password === '';
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function isTimestamp(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [, day] = RFC_3339.exec(value) ?? [];
  return day !== undefined && isCalendarDay(day) && !Number.isNaN(Date.parse(value));
}

/** Date takes the 31st of February for the 3rd of March. */
function isCalendarDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

import type { OpenAPIObject } from '@nestjs/swagger';
import { ATTEMPT_STATES } from '../contract/index.js';
import { FAULT_KINDS } from '../faults/index.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** The format of fields, by their names: a name means the same everywhere. */
const FORMATS: Readonly<Record<string, string>> = {
  attemptId: 'uuid',
  createdAt: 'date-time',
  expiresAt: 'date-time',
  endedAt: 'date-time',
  occurredAt: 'date-time',
  timestamp: 'date-time',
  at: 'date-time',
};

/** Names in the order of their declarations: the compiler lists those of a union in an order of its own. */
const DECLARED: readonly unknown[] = [...Object.keys(FAULT_KINDS), ...ATTEMPT_STATES];

/** Schemas with what the types of their fields cannot say: formats, the order of names, and that every number is whole. */
export function completedSchemas(schemas: Schemas): Schemas {
  const completed = Object.entries(schemas).map(([name, schema]) => {
    if ('$ref' in schema || schema.properties === undefined) return [name, schema];
    const properties = Object.entries(schema.properties).map(([field, property]) => [field, told(field, property)]);
    return [name, { ...schema, properties: Object.fromEntries(properties) }];
  });
  return Object.fromEntries(completed);
}

function told(field: string, property: Schemas[string]): Schemas[string] {
  if ('$ref' in property) return property;
  const format = property.enum === undefined ? FORMATS[field] : undefined;
  return {
    ...property,
    ...(property.enum !== undefined && { enum: inDeclaredOrder(property.enum) }),
    ...(property.type === 'number' && { type: 'integer' }),
    ...(format !== undefined && { format }),
  };
}

function inDeclaredOrder(names: readonly unknown[]): unknown[] {
  return [...names].sort((one, other) => DECLARED.indexOf(one) - DECLARED.indexOf(other));
}

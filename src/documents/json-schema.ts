/** Schemas of OpenAPI 3.0 as the JSON Schema that AsyncAPI speaks: `nullable` and `example` are spelled otherwise. */
export function asJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, example, allOf, enum: values, ...rest }: OpenApiSchema = { ...schema };

  const members: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, asJsonSchema(value)]),
  );
  const examples = example === undefined || example === null ? {} : { examples: [example] };
  const allowed = values === undefined ? {} : { enum: nullable === true ? [...values, null] : values };
  if (nullable !== true)
    return { ...members, ...(allOf !== undefined && { allOf: asJsonSchema(allOf) }), ...allowed, ...examples };

  const { type, ...others } = members;
  const alternatives = Array.isArray(allOf) ? [...allOf.map(asJsonSchema), { type: 'null' }] : undefined;
  return {
    ...others,
    ...(alternatives === undefined ? { type: [type, 'null'] } : { oneOf: alternatives }),
    ...allowed,
    ...examples,
  };
}

interface OpenApiSchema {
  readonly nullable?: boolean;
  readonly example?: unknown;
  readonly allOf?: unknown;
  readonly enum?: readonly unknown[];
}

interface OpenApiSchema {
  readonly $ref?: string;
  readonly nullable?: boolean;
  readonly example?: unknown;
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly object[];
  readonly items?: object;
  readonly properties?: Readonly<Record<string, object>>;
}

/** A schema of OpenAPI 3.0 as the JSON Schema that AsyncAPI speaks: `nullable` and `example` are spelled otherwise. */
export function asJsonSchema(schema: OpenApiSchema): object {
  const { nullable = false, example, allOf, items, properties, ...rest } = schema;
  const parts = allOf?.map(asJsonSchema);
  return {
    ...rest,
    ...(nullable && rest.type !== undefined && { type: [rest.type, 'null'] }),
    ...(nullable && rest.enum !== undefined && { enum: [...new Set([...rest.enum, null])] }),
    ...(parts !== undefined && (nullable ? { oneOf: [...parts, { type: 'null' }] } : { allOf: parts })),
    ...(items !== undefined && { items: asJsonSchema(items) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, asJsonSchema(field)])),
    }),
    ...(example !== undefined && { examples: [example] }),
  };
}

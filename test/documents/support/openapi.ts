/** The parts of an OpenAPI document that tests look at. */
export interface OpenApi {
  readonly info: { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Schemas };
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<
    Record<string, { readonly headers: object; readonly content: Readonly<Record<string, Content>> }>
  >;
}

interface Content {
  readonly schema: object;
  readonly examples: Readonly<Record<string, { readonly value: Readonly<Record<string, unknown>> }>>;
}

export type Schemas = Readonly<Record<string, Schema>>;

interface Schema {
  readonly description?: string;
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
}

/** The fields without a meaning, or without an example and anything that stands for one. */
export function fieldsThatSayTooLittle(schemas: Schemas): readonly string[] {
  return Object.entries(schemas).flatMap(([name, { properties = {} }]) =>
    Object.entries(properties)
      .filter(([, field]) => field.description === undefined || !showsWhatItIs(field))
      .map(([field]) => `${name}.${field}`),
  );
}

function showsWhatItIs({ example, examples, enum: values, allOf, oneOf, items }: Schema): boolean {
  return [example, examples, values, allOf, oneOf, items].some((told) => told !== undefined);
}

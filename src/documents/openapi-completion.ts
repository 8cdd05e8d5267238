import type { OpenAPIObject } from '@nestjs/swagger';
import { REQUEST_ID } from '../gateway/index.js';
import { completedSchemas } from './completed-schemas.js';
import { inProse } from './prose.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['post']>;
type Response = NonNullable<Operation['responses'][string]>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Content = Extract<NonNullable<Operation['requestBody']>, { content: unknown }>['content'];
type MediaType = Content[string];

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** At least one of these fields is sent. */
const EITHER: Readonly<Record<string, readonly string[]>> = { CancelData: ['interactionId', 'visitId'] };

/** Adds what holds for every operation, and what decorators cannot say. */
export function completed(document: OpenAPIObject): OpenAPIObject {
  for (const [path, { get, put, post, delete: erase }] of Object.entries(document.paths))
    for (const operation of [get, put, post, erase]) if (operation !== undefined) complete(operation, path);

  const schemas = completedSchemas(document.components?.schemas ?? {});
  for (const name of sentSchemas(document)) Object.assign(schemas[name] ?? {}, { additionalProperties: false });
  for (const [name, fields] of Object.entries(EITHER))
    Object.assign(schemas[name] ?? {}, { allOf: [{ anyOf: fields.map(sent) }] });
  const { openapi, info, servers = [], tags = [], security = [], paths } = document;
  const { contact: _, ...about } = info;
  return inProse({
    openapi,
    info: about,
    servers,
    tags,
    security,
    paths,
    components: { ...document.components, schemas },
  });
}

/** With its property, though anything may be in it here: to generators of clients, `required` alone says nothing at all. */
function sent(field: string): Schema {
  return { type: 'object', properties: { [field]: {} }, required: [field] };
}

function complete({ requestBody, responses }: Operation, path: string): void {
  if (requestBody !== undefined && 'content' in requestBody) {
    const form = asForm(requestBody.content[JSON_TYPE] ?? {});
    if (form !== undefined) requestBody.content[FORM_TYPE] = form;
  }
  for (const response of Object.values(responses)) if (response !== undefined) completeResponse(response, path);
}

function completeResponse(response: Response, path: string): void {
  if ('$ref' in response) return;
  response.headers = { 'X-Request-Id': REQUEST_ID, ...response.headers };
  response.content = Object.fromEntries(
    Object.entries(response.content ?? {}).map(([type, media]) => [type, at(path, media)]),
  );
}

/** The examples of faults name the path that was called. */
function at(path: string, { examples = {}, ...media }: MediaType): MediaType {
  const instance = path.replace('{attemptId}', '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21');
  const placed = Object.entries(examples).map(([name, example]) => {
    if ('$ref' in example || !isProblem(example.value)) return [name, example];
    return [name, { ...example, value: { ...example.value, instance } }];
  });
  return { ...media, examples: Object.fromEntries(placed) };
}

function isProblem(value: unknown): value is { readonly instance: string } {
  return typeof value === 'object' && value !== null && 'instance' in value;
}

/** A form has the same fields; what is an object in JSON is the text of that object. */
function asForm({ schema = {}, examples = {} }: MediaType): MediaType | undefined {
  const parameters = new Set(
    Object.values(examples).flatMap((example) => ('value' in example ? objectsIn(example.value) : [])),
  );
  if (parameters.size === 0) return undefined;
  return {
    schema,
    examples,
    encoding: Object.fromEntries([...parameters].map((name) => [name, { contentType: JSON_TYPE }])),
  };
}

/** The parameters that are objects. */
function objectsIn(value: unknown): readonly string[] {
  return Object.entries(Object(value)).flatMap(([name, part]) =>
    typeof part === 'object' && part !== null ? name : [],
  );
}

/** The schemas of what callers send, and of what is in it: there an unknown field is a fault. */
function sentSchemas({ paths, components }: OpenAPIObject): ReadonlySet<string> {
  const operations = Object.values(paths).flatMap(({ post, put }) => [post, put]);
  const bodies = operations.flatMap((operation) => {
    const body = operation?.requestBody;
    return body !== undefined && 'content' in body ? Object.values(body.content) : [];
  });
  const found = new Set(namesIn(bodies));
  // A set is walked to its end also when it grows on the way.
  for (const name of found) for (const inner of namesIn(components?.schemas?.[name])) found.add(inner);
  return found;
}

function namesIn(value: MediaType[] | Schema | undefined): string[] {
  const text = JSON.stringify(value ?? {});
  return Array.from(text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g), ([, name]) => name ?? '');
}

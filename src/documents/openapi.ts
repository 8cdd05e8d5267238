import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from './version.js';

const DESCRIPTION = `
Turns a strategy's decision - *invite this visitor now*, or *don't* - into an invitation in that visitor's browser, keeps
track of what becomes of it, and tells the one who decided.

The examples work as they stand under "Try it out". The Socket.IO side is described at [/docs/events](/docs/events).

A fault is an RFC 9457 problem: as \`application/json\`, or as \`application/problem+json\` where \`Accept\` names it. A 400
means: do not send this again unchanged. A 503 means: try again.

Paths are shown under the first of the configured path prefixes (\`CONTEXT_PATHS\`); the others serve the same.
`.trim();

type Operation = NonNullable<PathItem['post']>;
type PathItem = OpenAPIObject['paths'][string];
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Encoding = Record<string, { readonly contentType: string }>;

/** Schemas of what callers send: an unknown field is a fault. */
const STRICT = ['EngageDto', 'IxnProfileDto', 'InvitationDto', 'NoengageDto', 'CancelDataDto'];

const REQUEST_ID = {
  description: 'Names the request, as in the log: the caller’s own `X-Request-Id` where it sent a decent one.',
  schema: { type: 'string', example: '86f1ca73-9bcc-495a-b7f2-4f37343b4cd6' },
} as const;

const FORM = 'application/x-www-form-urlencoded';

/** Describes the REST API of an application, from its controllers and their DTOs. */
export function describeRestApi(application: INestApplication): OpenAPIObject {
  const head = new DocumentBuilder()
    .setTitle('Engagement Gateway')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This service')
    .addTag('engagement', 'Start and cancel engagement attempts.')
    .addTag('attempts', 'Attempts as they stand, with their history.')
    .build();
  return completed(SwaggerModule.createDocument(application, head, { autoTagControllers: false }));
}

/** Adds what holds for every operation and what decorators cannot say. */
function completed(document: OpenAPIObject): OpenAPIObject {
  for (const { get, post } of Object.values(document.paths)) {
    for (const operation of [get, post]) if (operation !== undefined) complete(operation);
  }
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {}))
    if (STRICT.includes(name)) Object.assign(schema, { additionalProperties: false });
  return { ...document, security: [] };
}

function complete({ requestBody, responses }: Operation): void {
  if (requestBody !== undefined && 'content' in requestBody) {
    const json = requestBody.content['application/json'];
    if (json !== undefined) requestBody.content[FORM] = asForm(json);
  }
  for (const response of Object.values(responses))
    if (response !== undefined && !('$ref' in response))
      Object.assign(response, { headers: { ...response.headers, 'X-Request-Id': REQUEST_ID } });
}

/** A form has the same fields; what is an object in JSON is the text of that object. */
function asForm({ schema }: { readonly schema?: Schema }): { schema: Schema; encoding: Encoding } {
  return {
    schema: schema ?? {},
    encoding: {
      ixnProfile: { contentType: 'application/json' },
      cancelData: { contentType: 'application/json' },
    },
  };
}

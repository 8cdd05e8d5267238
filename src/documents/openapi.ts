import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Configuration, isOpenMode } from '../config/index.js';
import { completed } from './openapi-completion.js';
import { VERSION } from '../config/index.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;

/** Describes the REST API of an application, from its controllers and their DTOs. */
export function describeRestApi(application: INestApplication): OpenAPIObject {
  const configuration = application.get<Configuration>(Configuration);
  const head = new DocumentBuilder()
    .setOpenAPIVersion('3.0.3')
    .setTitle('Engagement Gateway')
    .setDescription(description(configuration))
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This service')
    .addTag('engagement', 'Start and cancel engagement attempts.')
    .addTag('attempts', 'Attempts as they stand, with their history.')
    .addTag('outcomes', 'What became of attempts, as it happens.')
    .addTag('operations', 'For whoever runs the service.')
    .addTag('visit tokens', 'Credentials of visitors’ browsers, for a site’s own backend.')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: KEY }, 'key')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: OPERATOR_KEY }, 'operator-key')
    .addSecurityRequirements('key')
    .build();
  const document = SwaggerModule.createDocument(application, head, { autoTagControllers: false });
  // In open mode, no key will do too.
  if (isOpenMode(configuration)) for (const { security } of [document, ...operationsOf(document)]) security?.push({});
  return completed(document);
}

const KEY =
  'A key of `API_KEYS`, sent as `Authorization: Bearer <key>`. In open mode, on loopback, nobody is asked for one.';

const OPERATOR_KEY =
  'A key of `OPERATOR_KEYS`, sent as `Authorization: Bearer <key>`. In open mode, on loopback, nobody is asked for one.';

function description({ contextPaths, roles }: Configuration): string {
  const events = roles.includes('frontend') ? '[/docs/events](/docs/events)' : '`/docs/events` of a frontend node';
  return [
    'Turns a strategy’s decision - *invite this visitor now*, or *don’t* - into an invitation in that visitor’s browser, and keeps track of what becomes of it.',
    `Every request example works as it stands under "Try it out", also the second time. What browsers and Frontend Servers exchange with the service over Socket.IO is described at ${events}.`,
    'A fault is an [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem: as `application/json`, or as `application/problem+json` where `Accept` names it. A 400 means: do not send this again unchanged. A 503 means: try again. A path that is not listed here is a 404 `not-found`.',
    prefixes(contextPaths),
  ].join('\n\n');
}

function prefixes([first, ...others]: readonly string[]): string {
  const setting = 'The path prefix is a setting (`CONTEXT_PATHS`)';
  if (others.length === 0) return `${setting}; several can serve the same at once, and the first is shown here.`;
  const quoted = others.map((other) => `\`${other}\``).join(', ');
  return `${setting}: paths are shown under \`${first}\`; under ${quoted} the same is served.`;
}

function operationsOf({ paths }: OpenAPIObject): readonly Operation[] {
  return Object.values(paths).flatMap(({ get, post, put, delete: remove }) =>
    [get, post, put, remove].filter((operation) => operation !== undefined),
  );
}

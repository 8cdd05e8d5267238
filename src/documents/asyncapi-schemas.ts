import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, getSchemaPath, SwaggerModule } from '@nestjs/swagger';
import { InvitationContent } from '../contract/index.js';
import {
  type AcknowledgedEventDocumentation,
  BrowserAuthDto,
  type EventDocumentation,
  FrontendServerAuthDto,
  RefusalDto,
} from '../frontend/index.js';
import { InvitationDto } from '../gateway/index.js';
import type { Schema } from './asyncapi-document.js';
import { completedSchemas } from './completed-schemas.js';
import { asJsonSchema } from './json-schema.js';

/** The schemas of all payloads, by the generator that makes those of the REST API. */
export function schemasOf(
  application: INestApplication,
  events: readonly (EventDocumentation | AcknowledgedEventDocumentation)[],
): Readonly<Record<string, Schema>> {
  const classes = events.flatMap((told) => ('accepted' in told ? [told.payload, told.accepted.reply] : [told.payload]));
  const { components = {} } = SwaggerModule.createDocument(application, new DocumentBuilder().build(), {
    include: [NoModule],
    extraModels: [...new Set(classes), RefusalDto, BrowserAuthDto, FrontendServerAuthDto, InvitationDto],
  });
  const { [InvitationContent.name]: _, ...schemas } = completedSchemas(components.schemas ?? {});
  const strict = events.filter((told) => 'accepted' in told).map(({ payload }) => nameOf(payload));
  for (const name of [...strict, nameOf(BrowserAuthDto), nameOf(FrontendServerAuthDto)])
    Object.assign(schemas[name] ?? {}, { additionalProperties: false });
  return asSent(Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, asJsonSchema(schema)])));
}

/** No part of the REST API. */
class NoModule {}

/** What a frontend gets to show has passed the REST API, and keeps to the bounds that hold there. */
function asSent(schemas: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
  return JSON.parse(JSON.stringify(schemas), (key, value: unknown) =>
    key === '$ref' && value === getSchemaPath(InvitationContent) ? getSchemaPath(InvitationDto) : value,
  );
}

function nameOf(type: Parameters<typeof getSchemaPath>[0]): string {
  return getSchemaPath(type).split('/').at(-1) ?? '';
}

import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { FRONTEND_NAMESPACE } from '../contract/index.js';
import { FieldFaultDto, ProblemDto } from '../faults/index.js';
import {
  type AcknowledgedEventDocumentation,
  type EventDocumentation,
  FROM_FRONTEND,
  FROM_GATEWAY,
} from '../frontend/index.js';
import { asJsonSchema } from './json-schema.js';
import { VERSION } from './version.js';

const DESCRIPTION = `
How a visitor's browser, or a Frontend Server, receives invitations and reports what becomes of them: a Socket.IO 4
connection to the namespace \`${FRONTEND_NAMESPACE}\`, best over WebSocket alone.

Two kinds of frontend connect. A **browser** is of one visit, which it joins by connecting: \`auth: { visitId, pageId }\`.
A **Frontend Server** joins the visits that it relays for: \`auth: { key }\`. In open mode, as long as no credential is
configured, both are taken at their word; \`pageId\` may be left out. A handshake that is refused fails with a
\`connect_error\` whose \`data\` is a problem.

The store is the truth, a push is a hint: whoever connects gets what is active for its visit, and an invitation may come
more than once. Every event from a frontend is acknowledged, with \`{ ok: true }\` or with \`{ ok: false, problem }\`.
`.trim();

const CHANNEL = 'frontend';

/** Describes the Socket.IO contract, from the event map's documentation and the classes of its payloads. */
export function describeFrontendEvents(application: INestApplication): object {
  const incoming = Object.entries(FROM_FRONTEND);
  const outgoing = Object.entries(FROM_GATEWAY);
  const messages = Object.fromEntries([
    ...[...outgoing, ...incoming].map(([event, documentation]) => [
      messageName(event),
      messageOf(event, documentation),
    ]),
    ...incoming.map(([event, documentation]) => [replyName(event), replyOf(event, documentation)]),
  ]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Engagement Gateway: frontend events',
      version: VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      gateway: {
        host: '127.0.0.1:8080',
        pathname: '/socket.io',
        protocol: 'ws',
        description: 'The gateway, by Socket.IO 4 (Engine.IO 4).',
      },
    },
    channels: {
      [CHANNEL]: {
        address: FRONTEND_NAMESPACE,
        title: 'Frontend namespace',
        description: 'The Socket.IO namespace of browsers and Frontend Servers. A message’s name is its event.',
        servers: [{ $ref: '#/servers/gateway' }],
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
      },
    },
    operations: Object.fromEntries([
      ...outgoing.map(([event, documentation]) => [`send${pascal(event)}`, operation('send', event, documentation)]),
      ...incoming.map(([event, documentation]) => [
        `receive${pascal(event)}`,
        {
          ...operation('receive', event, documentation),
          reply: { channel: channelRef(), messages: [channelMessage(replyName(event))] },
        },
      ]),
    ]),
    components: { messages, schemas: schemasOf(application) },
  };
}

function operation(action: 'send' | 'receive', event: string, { summary, description }: EventDocumentation): object {
  return { action, channel: channelRef(), summary, description, messages: [channelMessage(messageName(event))] };
}

function messageOf(event: string, { summary, payload }: EventDocumentation): object {
  return { name: event, title: event, summary, payload: { $ref: `#/components/schemas/${payload.name}` } };
}

function replyOf(event: string, { accepted }: AcknowledgedEventDocumentation): object {
  return {
    name: `${event} (acknowledgement)`,
    title: `The answer to ${event}`,
    summary: accepted.description,
    payload: {
      oneOf: [
        {
          type: 'object',
          required: Object.keys(accepted.example),
          properties: {
            ok: { const: true },
            ...('state' in accepted.example && { state: { type: 'string', description: 'The attempt’s state now.' } }),
          },
        },
        {
          type: 'object',
          required: ['ok', 'problem'],
          properties: { ok: { const: false }, problem: { $ref: '#/components/schemas/ProblemDto' } },
        },
      ],
    },
    examples: [{ name: 'accepted', payload: accepted.example }],
  };
}

/** The schemas of all payloads, by the generator that makes those of the REST API. */
function schemasOf(application: INestApplication): unknown {
  const payloads = [...Object.values(FROM_GATEWAY), ...Object.values(FROM_FRONTEND)].map(({ payload }) => payload);
  const { components } = SwaggerModule.createDocument(application, new DocumentBuilder().build(), {
    include: [class NoModule {}],
    extraModels: [...new Set(payloads), ProblemDto, FieldFaultDto],
  });
  return asJsonSchema(components?.schemas ?? {});
}

const channelRef = (): object => ({ $ref: `#/channels/${CHANNEL}` });
const channelMessage = (name: string): object => ({ $ref: `#/channels/${CHANNEL}/messages/${name}` });
const messageName = (event: string): string => event.replaceAll(':', '-');
const replyName = (event: string): string => `${messageName(event)}-reply`;

function pascal(event: string): string {
  return event
    .split(':')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

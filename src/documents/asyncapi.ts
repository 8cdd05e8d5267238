import type { INestApplication, Type as ClassOf } from '@nestjs/common';
import { getSchemaPath } from '@nestjs/swagger';
import { FRONTEND_NAMESPACE } from '../contract/index.js';
import { exampleOf, FAULT_KINDS, type FaultCode } from '../faults/index.js';
import {
  type AcknowledgedEventDocumentation,
  ANY_REFUSALS,
  BrowserAuthDto,
  type EventDocumentation,
  FROM_FRONTEND,
  FROM_GATEWAY,
  FrontendServerAuthDto,
  HANDSHAKE_REFUSALS,
  RefusalDto,
} from '../frontend/index.js';
import type { AsyncApiDocument, Message, Operation, Reference } from './asyncapi-document.js';
import { schemasOf } from './asyncapi-schemas.js';
import { inProse } from './prose.js';
import { VERSION } from '../config/index.js';

const DESCRIPTION = `
How a visitor’s browser, or a Frontend Server, receives invitations and reports what becomes of them: a Socket.IO
connection to the namespace \`${FRONTEND_NAMESPACE}\`, best over WebSocket alone (\`transports: ['websocket']\`).

The store is the truth, a push is a hint: whoever connects gets what is active for its visit, and an invitation may come
more than once. Every event from a frontend is acknowledged, with \`{ ok: true }\` or with \`{ ok: false, problem }\`.

A message’s \`name\` is the name of its Socket.IO event, and its payload the event’s one argument; a reply is what the
acknowledgement is called with.
`.trim();

const HANDSHAKE = `
Who connects is told by the \`auth\` of the handshake. A **browser** belongs to one visit, which it joins by connecting:
\`auth: { token, pageId }\`, with a visit token that names the visit. A **Frontend Server** joins the visits that it relays
for: \`auth: { key }\`, with one of the \`FRONTEND_KEYS\`. In open mode, as long as no credential is configured, both are
taken at their word: \`auth: { visitId, pageId }\`, or any key. A handshake that is refused ends in a \`connect_error\` whose
\`data\` is a problem.
`.trim();

const CHANNEL = 'frontend';

/** Describes the Socket.IO contract, from the event map's documentation and the classes of its payloads. */
export function describeFrontendEvents(application: INestApplication): AsyncApiDocument {
  const outgoing: readonly (readonly [string, EventDocumentation])[] = Object.entries(FROM_GATEWAY);
  const incoming: readonly (readonly [string, AcknowledgedEventDocumentation])[] = Object.entries(FROM_FRONTEND);
  const messages: Readonly<Record<string, Message>> = Object.fromEntries([
    ...[...outgoing, ...incoming].map(([event, told]) => [messageName(event), messageOf(event, told)]),
    ...incoming.map(([event, told]) => [replyName(event), replyOf(event, told)]),
  ]);
  return inProse({
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
        pathname: '/socket.io/',
        protocol: 'ws',
        description: 'The gateway on its default port, by Socket.IO 4 (Engine.IO protocol 4).',
      },
    },
    channels: {
      [CHANNEL]: {
        address: FRONTEND_NAMESPACE,
        title: 'The frontend namespace',
        description: `The Socket.IO namespace of browsers and Frontend Servers.\n\n${HANDSHAKE}`,
        servers: [{ $ref: '#/servers/gateway' }],
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        bindings: { ws: { query: ENGINE_QUERY } },
        'x-handshake': {
          description: HANDSHAKE,
          auth: [refTo(BrowserAuthDto), refTo(FrontendServerAuthDto)],
          examples: [
            {
              token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiM2M1YTNlMCJ9.c2lnbmF0dXJl',
              pageId: '654E0122924F42EA82B5C581A394555D',
            },
            { key: 'c4WnRz7yTq1sUo9kBvHx5e' },
            { visitId: 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a', pageId: '654E0122924F42EA82B5C581A394555D' },
          ],
          refusals: refusals(HANDSHAKE_REFUSALS),
        },
      },
    },
    operations: Object.fromEntries([
      ...outgoing.map(([event, told]) => [`send${pascal(event)}`, operation('send', event, told)]),
      ...incoming.map(([event, told]) => [
        `receive${pascal(event)}`,
        {
          ...operation('receive', event, told),
          reply: { channel: { $ref: `#/channels/${CHANNEL}` }, messages: [channelMessage(replyName(event))] },
        },
      ]),
    ]),
    components: {
      messages,
      schemas: schemasOf(
        application,
        [...outgoing, ...incoming].map(([, told]) => told),
      ),
    },
  });
}

/** What a WebSocket client sends in the query; Socket.IO's client does so by itself. */
const ENGINE_QUERY = {
  type: 'object',
  properties: {
    EIO: { type: 'string', enum: ['4'], description: 'The Engine.IO protocol.' },
    transport: { type: 'string', enum: ['websocket', 'polling'], description: 'The transport.' },
  },
};

function operation(action: 'send' | 'receive', event: string, { summary, description }: EventDocumentation): Operation {
  return {
    action,
    channel: { $ref: `#/channels/${CHANNEL}` },
    title: event,
    summary,
    description,
    messages: [channelMessage(messageName(event))],
  };
}

function messageOf(event: string, { summary, payload, examples }: EventDocumentation): Message {
  return {
    name: event,
    title: event,
    summary,
    payload: refTo(payload),
    examples: Object.entries(examples).map(([name, example]) => ({ name, payload: example })),
  };
}

function replyOf(event: string, { accepted, refusals: codes }: AcknowledgedEventDocumentation): Message {
  return {
    name: `${event} acknowledgement`,
    title: `The answer to ${event}`,
    summary: accepted.description,
    payload: { oneOf: [refTo(accepted.reply), refTo(RefusalDto)] },
    examples: [{ name: 'accepted', payload: accepted.example }, ...refusals([...codes, ...ANY_REFUSALS]).map(refused)],
  };
}

interface NamedRefusal {
  readonly name: FaultCode;
  readonly summary: string;
  readonly problem: object;
}

function refusals(codes: readonly FaultCode[]): readonly NamedRefusal[] {
  return codes.map((name) => ({ name, summary: FAULT_KINDS[name].title, problem: exampleFor(name) }));
}

function refused({ name, summary, problem }: NamedRefusal): Message['examples'][number] {
  return { name, summary, payload: { ok: false, problem } };
}

/** The example of a fault, as it is about an event. */
function exampleFor(code: FaultCode): object {
  if (code !== 'validation-failed') return exampleOf(code);
  const fault = { pointer: '/visitId', detail: 'must be a string of 1 to 128 characters without control characters' };
  return { ...exampleOf(code), detail: `${fault.pointer} ${fault.detail}.`, errors: [fault] };
}

function refTo(type: ClassOf): Reference {
  return { $ref: getSchemaPath(type) };
}

function channelMessage(name: string): Reference {
  return { $ref: `#/channels/${CHANNEL}/messages/${name}` };
}

function messageName(event: string): string {
  return event.replaceAll(':', '-');
}

function replyName(event: string): string {
  return `${messageName(event)}-reply`;
}

function pascal(event: string): string {
  return event
    .split(':')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

import { FROM_FRONTEND, FROM_GATEWAY, type EventDocumentation } from '../frontend/index.js';
import { Html, html } from './html.js';

/** What the page reads of a schema. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface EventsDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The AsyncAPI document as a page to read, without any script. */
export function eventsPage({ info, components: { schemas } }: EventsDocument): string {
  const sections = (events: Readonly<Record<string, EventDocumentation>>, answered: boolean): Html[] =>
    Object.entries(events).map(([event, documentation]) => eventSection(event, documentation, schemas, answered));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/docs/events.css" />
      </head>
      <body>
        <header>
          <h1>${info.title}</h1>
          <p class="version">
            Version ${info.version} · AsyncAPI 3 as <a href="/asyncapi.json">JSON</a> or
            <a href="/asyncapi.yaml">YAML</a> · <a href="/docs">REST API</a>
          </p>
          ${info.description.split('\n\n').map((paragraph) => html`<p>${inline(paragraph)}</p>`)}
        </header>
        <nav aria-label="Events">
          ${[...Object.keys(FROM_GATEWAY), ...Object.keys(FROM_FRONTEND)].map(
            (event) => html`<a href="#${event}"><code>${event}</code></a> `,
          )}
        </nav>
        <main>
          <h2>From the gateway</h2>
          ${sections(FROM_GATEWAY, false)}
          <h2>From a frontend</h2>
          ${sections(FROM_FRONTEND, true)}
          <h2 id="problem">A refusal</h2>
          <p>
            An acknowledgement <code>{ ok: false, problem }</code>, or the <code>data</code> of a refused handshake.
          </p>
          ${fieldTable('ProblemDto', schemas)}
        </main>
      </body>
    </html>`.text;
}

function eventSection(
  event: string,
  { summary, description, payload }: EventDocumentation,
  schemas: EventsDocument['components']['schemas'],
  answered: boolean,
): Html {
  const reply = Object.entries(FROM_FRONTEND).find(([name]) => name === event)?.[1].accepted;
  return html`<section id="${event}">
    <h3><code>${event}</code></h3>
    <p><strong>${summary}</strong> ${inline(description)}</p>
    ${fieldTable(payload.name, schemas)}
    ${
      answered && reply !== undefined
        ? html`<p class="reply">
            Acknowledged with <code>${JSON.stringify(reply.example)}</code>: ${inline(reply.description)} Or with
            <a href="#problem"><code>{ ok: false, problem }</code></a
            >.
          </p>`
        : ''
    }
  </section>`;
}

function fieldTable(name: string, schemas: EventsDocument['components']['schemas']): Html {
  const { properties = {}, required = [] } = schemas[name] ?? {};
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Fields of ${name}">
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(properties).map(
          ([field, schema]) =>
            html`<tr>
              <th scope="row">
                <code>${field}</code>${required.includes(field) ? '' : html` <small>optional</small>`}
              </th>
              <td>${typeOf(schema)}</td>
              <td>${inline(schema.description ?? '')} ${exampleOf(schema)} ${nestedTable(schema, schemas)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The fields of an object inside the object. */
function nestedTable(schema: Schema, schemas: EventsDocument['components']['schemas']): Html {
  const target = [...(schema.allOf ?? []), ...(schema.oneOf ?? [])].find(({ $ref }) => $ref !== undefined)?.$ref;
  return target === undefined ? html`` : fieldTable(target.split('/').at(-1) ?? '', schemas);
}

function typeOf({ type, enum: values, minLength, maxLength }: Schema): Html {
  if (values !== undefined) return html`${values.map((value) => html`<code>${String(value)}</code> `)}`;
  const names = Array.isArray(type) ? type.join(' or ') : String(type ?? 'object');
  const bounds = maxLength === undefined ? '' : `, ${minLength ?? 0} to ${maxLength} characters`;
  return html`${names}${bounds}`;
}

function exampleOf({ examples: [example] = [] }: Schema): Html {
  return example === undefined
    ? html``
    : html`<span class="example">Example: <code>${JSON.stringify(example)}</code></span>`;
}

/** Text with `code` and **strong** marked as in Markdown. */
function inline(text: string): Html[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    return part.startsWith('**') ? html`<strong>${part.slice(2, -2)}</strong>` : html`${part}`;
  });
}

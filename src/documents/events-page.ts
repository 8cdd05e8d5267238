import type { AsyncApiDocument, Channel, Message, Operation, Reference } from './asyncapi-document.js';
import { Html, html } from './html.js';
import { exampleText, inline, paragraphs } from './markdown.js';
import { fieldTable, nameOf } from './schema-table.js';

/** The AsyncAPI document as a page to read, without any script. */
export function eventsPage(document: AsyncApiDocument, { isRestHere }: { readonly isRestHere: boolean }): string {
  const { info } = document;
  const operations = Object.values(document.operations);
  const sections = (action: Operation['action']): Html[] =>
    operations.filter((operation) => operation.action === action).map((operation) => section(operation, document));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title}</title>
        ${isRestHere ? html`<link rel="icon" type="image/png" href="/docs/favicon-32x32.png" sizes="32x32" />` : ''}
        <link rel="stylesheet" href="/docs/events.css" />
      </head>
      <body>
        <header>
          <h1>${info.title}</h1>
          <p class="version">
            Version ${info.version} · AsyncAPI 3 as <a href="/asyncapi.json">JSON</a> or
            <a href="/asyncapi.yaml">YAML</a> ${isRestHere ? html`· <a href="/docs">REST API</a>` : ''}
          </p>
          ${paragraphs(info.description)}
        </header>
        <nav aria-label="On this page">
          <a href="#connecting">connecting</a>
          ${operations.map(({ title }) => html`<a href="#${title}"><code>${title}</code></a>`)}
          <a href="#refusal">a refusal</a>
        </nav>
        <main>
          ${Object.values(document.channels).map((channel) => connecting(channel, document))}
          <h2>From the gateway</h2>
          ${sections('send')}
          <h2>From a frontend</h2>
          ${sections('receive')}
          <h2>When something is refused</h2>
          <section id="refusal">
            <h3>A problem</h3>
            <p>
              In an acknowledgement as <code>{ ok: false, problem }</code>, and as the <code>data</code> of a
              <code>connect_error</code>: the same shape as over REST.
            </p>
            ${fieldTable('Problem', document.components.schemas)}
          </section>
        </main>
      </body>
    </html>`.text;
}

function connecting({ address, 'x-handshake': handshake }: Channel, { components }: AsyncApiDocument): Html {
  return html`<h2>Connecting</h2>
    <section id="connecting">
      <h3>Namespace <code>${address}</code></h3>
      ${paragraphs(handshake.description)}
      ${handshake.auth.map((ref, index) => {
        const name = nameOf(ref);
        return html`<h4>${components.schemas[name]?.description ?? name}</h4>
          ${fieldTable(name, components.schemas)} ${codeBlock('auth', handshake.examples[index])}`;
      })}
      ${refusalList(handshake.refusals)}
    </section>`;
}

function section({ title, summary, description, messages, reply }: Operation, document: AsyncApiDocument): Html {
  return html`<section id="${title}">
    <h3><code>${title}</code></h3>
    <p><strong>${summary}</strong> ${inline(description)}</p>
    ${messagesOf(messages, document).map(
      ({ payload, examples }) =>
        html`${fieldTable(nameOf(payload), document.components.schemas)}
        ${examples.map(({ name, payload: example }) => codeBlock(name, example))}`,
    )}
    ${messagesOf(reply?.messages ?? [], document).map((message) => answer(message))}
  </section>`;
}

function answer({ summary, examples: [accepted, ...refused] }: Message): Html {
  return html`<h4>Acknowledgement</h4>
    <p>
      <code>${exampleText(accepted?.payload)}</code>: ${inline(summary)} Or
      <a href="#refusal"><code>{ ok: false, problem }</code></a
      >.
    </p>
    ${refusalList(refused)}`;
}

function refusalList(refusals: readonly { readonly name: string; readonly summary?: string }[]): Html {
  return html`<dl>
    ${refusals.map(
      ({ name, summary }) => html`
        <dt><code>${name}</code></dt>
        <dd>${summary ?? ''}</dd>
      `,
    )}
  </dl>`;
}

function codeBlock(caption: string, example: unknown): Html {
  return html`<figure>
    <figcaption>Example: ${caption}</figcaption>
    <pre tabindex="0"><code>${JSON.stringify(example, null, 2)}</code></pre>
  </figure>`;
}

function messagesOf(references: readonly Reference[], { components }: AsyncApiDocument): readonly Message[] {
  return references.map((reference) => components.messages[nameOf(reference)]).filter((found) => found !== undefined);
}

import type { Schema } from './asyncapi-document.js';
import { type Html, html } from './html.js';
import { exampleText, inline } from './markdown.js';

type Schemas = Readonly<Record<string, Schema>>;

/** The fields of a schema as a table; those of an object inside it as a table of their own. */
export function fieldTable(name: string, schemas: Schemas): Html {
  const { properties = {}, required = [] } = schemas[name] ?? {};
  return html`<table aria-label="Fields of ${name}">
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
            <th scope="row"><code>${field}</code>${required.includes(field) ? '' : html` <small>optional</small>`}</th>
            <td>${typeOf(schema)}</td>
            <td>${inline(schema.description ?? '')} ${exampleOf(schema)} ${innerTable(schema, schemas)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The name that a reference ends in. */
export function nameOf({ $ref = '' }: { readonly $ref?: string }): string {
  return $ref.split('/').at(-1) ?? '';
}

function innerTable({ allOf = [], oneOf = [], items }: Schema, schemas: Schemas): Html {
  const inner = [...allOf, ...oneOf, ...(items === undefined ? [] : [items])].find(({ $ref }) => $ref !== undefined);
  return inner === undefined ? html`` : fieldTable(nameOf(inner), schemas);
}

function typeOf(schema: Schema): Html {
  const { type = 'object', enum: values } = schema;
  if (values !== undefined) return html`${values.map((value) => html`<code>${String(value)}</code> `)}`;
  const names = typeof type === 'string' ? [type] : type;
  return html`${[names.join(' or '), ...boundsOf(schema)].join(', ')}`;
}

function boundsOf({ minLength = 0, maxLength, minimum, maximum, default: fallback }: Schema): readonly string[] {
  return [
    ...(maxLength === undefined ? [] : [`${minLength} to ${maxLength} characters`]),
    ...(minimum === undefined || maximum === undefined ? [] : [`${minimum} to ${maximum}`]),
    ...(fallback === undefined ? [] : [`${exampleText(fallback)} by default`]),
  ];
}

function exampleOf({ examples: [example] = [] }: Schema): Html {
  return example === undefined
    ? html``
    : html`<span class="example">Example: <code>${exampleText(example)}</code></span>`;
}

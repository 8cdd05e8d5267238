// npm run documents: writes the documents for API consumers, the tables of settings, of metrics and of the log's events, and
// the types of the TypeScript example, from the built service.
// With --check it writes nothing, and fails when one of them is stale.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTypes, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { createApplication } from '../dist/app.js';
import { readConfiguration, VARIABLES } from '../dist/config/index.js';
import { format, resolveConfig } from 'prettier';
import { asJson, asYaml, describeFrontendEvents, describeRestApi } from '../dist/documents/index.js';
import { EVENTS, FACTS } from '../dist/logging/index.js';
import { CATALOGUE } from '../dist/operations/index.js';
import { ROOT } from './prepare.mjs';

const made = await make();
const stale = Object.entries(made).filter(([name, text]) => read(name) !== text);
if (process.argv.includes('--check')) {
  for (const [name] of stale) process.stderr.write(`${name} is stale: run npm run documents\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [name, text] of stale) writeFileSync(join(ROOT, name), text);
}

async function make() {
  const directory = mkdtempSync(join(tmpdir(), 'engagement-documents-'));
  const environment = { DATABASE_URL: `sqlite:${join(directory, 'documents.db')}`, LOG_LEVEL: 'error' };
  const application = await createApplication(readConfiguration(environment));
  try {
    await application.init();
    const openApi = describeRestApi(application);
    const asyncApi = describeFrontendEvents(application);
    return {
      'docs/openapi.json': asJson(openApi),
      'docs/openapi.yaml': asYaml(openApi),
      'docs/asyncapi.json': asJson(asyncApi),
      'docs/asyncapi.yaml': asYaml(asyncApi),
      'docs/configuration.md': configurationTable(),
      'examples/strategy/typescript/gateway-api.d.ts': await typesOf(openApi),
      'docs/operating.md': await withEvents('docs/operating.md'),
      'docs/metrics.md': metricsTables(),
    };
  } finally {
    await application.close();
    rmSync(directory, { recursive: true });
  }
}

/** As `npm run generate` of the example makes them. */
async function typesOf(openApi) {
  const options = { defaultNonNullable: false, rootTypes: true, rootTypesNoSchemaPrefix: true };
  return `${COMMENT_HEADER}${astToString(await openapiTypes(structuredClone(openApi), options))}`;
}

function configurationTable() {
  const rows = Object.values(VARIABLES).map(
    ({ name, meaning, shape, default: fallback, example, secret }) =>
      `| \`${name}\` | ${fallback === '' ? '-' : `\`${fallback}\``} | ${meaning} It is ${shape}${secret ? `, or in a file that \`${name}_FILE\` names` : ''}. | \`${example}\` |`,
  );
  return [
    '# Configuration',
    '',
    'Environment variables, or lines of a `.env` file in the working directory. They are checked at start: a wrong one',
    'stops the service with one line that names it, the shape of its value and the remedy, and exit status 78. An empty one',
    'counts as absent. This table is generated from `src/config/variables.ts`. Traces have variables of their own, which are',
    'OpenTelemetry’s: [Operating](operating.md#traces).',
    '',
    '| variable | default | meaning | example |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** What operators read is written by hand, but for the tables of what the log holds. */
async function withEvents(name) {
  const events = Object.entries(EVENTS).map(
    ([event, { level, meaning, facts }]) =>
      `| \`${event}\` | ${level} | ${meaning} | ${facts.map((fact) => `\`${fact}\``).join(', ') || '-'} |`,
  );
  const facts = Object.entries(FACTS).map(([fact, meaning]) => `| \`${fact}\` | ${meaning} |`);
  let text = read(name);
  text = withSection(text, 'events', [
    '| event | level | what happened | facts |',
    '| --- | --- | --- | --- |',
    ...events,
  ]);
  text = withSection(text, 'facts', ['| fact | what it is |', '| --- | --- |', ...facts]);
  const path = join(ROOT, name);
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

/** The text with these lines between the marks of a section. */
function withSection(text, section, lines) {
  const marked = new RegExp(`(<!-- ${section}: [^>]*-->\n).*?(<!-- /${section} -->)`, 's');
  if (!marked.test(text)) throw new Error(`there are no marks of the section ${section}`);
  return text.replace(marked, (_, begin, end) => `${begin}\n${lines.join('\n')}\n\n${end}`);
}

function metricsTables() {
  const tables = Object.entries(CATALOGUE).flatMap(([subject, metrics]) => [
    `## ${subject}`,
    '',
    '| metric | type | labels | meaning |',
    '| --- | --- | --- | --- |',
    ...metrics.map(({ name, type, labels, help }) => {
      const names = labels.length === 0 ? '-' : labels.map((label) => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${type} | ${names} | ${help} |`;
    }),
    '',
  ]);
  return [
    '# Metrics',
    '',
    'What each node tells Prometheus at `/metrics`, to whoever shows an operator’s key ([operating.md](operating.md) says how).',
    'Times are in seconds, sizes in bytes; counters and histograms begin at 0 when a node starts. Each node tells what it has',
    'seen itself: add the nodes up. No label holds an id, or anything else of a visitor’s. These tables are generated from',
    '`src/operations/metrics`.',
    '',
    ...tables,
  ].join('\n');
}

function read(name) {
  const path = join(ROOT, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

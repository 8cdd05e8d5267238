import { type Environment, textOf } from './configuration.js';
import type { Variable } from './variable.js';
import { VARIABLES } from './variables.js';

/** A setting as somebody who checks it wants to see it. */
export interface Setting {
  readonly name: string;
  /** Its text; `null` for none, with a mask for what is secret in it. */
  readonly value: string | null;
  /** `environment`, `.env`, `default`, or the file that its `…_FILE` twin names. */
  readonly source: string;
}

const MASK = '(secret)';

/**
 * The service's own, and those of OpenTelemetry that are set.
 *
 * @param fromFile variables that only the `.env` file has set
 * @throws ConfigurationError when a secret's file cannot be read
 */
export function settingsIn(environment: Environment, fromFile: ReadonlySet<string>): readonly Setting[] {
  const whereSet = (name: string): string => (fromFile.has(name) ? '.env' : 'environment');
  const own = Object.values(VARIABLES).map((declared: Variable<unknown>) => {
    const { name, secret, default: fallback } = declared;
    const file = secret === true ? environment[`${name}_FILE`] : undefined;
    const text = textOf(declared, environment)?.trim() || undefined;
    return {
      name,
      value: text === undefined ? fallback || null : shown(text, declared),
      source: file || (text === undefined ? 'default' : whereSet(name)),
    };
  });
  const openTelemetrys = Object.entries(environment)
    .flatMap(([name, text]) =>
      name.startsWith('OTEL_') && text
        ? [{ name, value: shownOfOpenTelemetry(name, text), source: whereSet(name) }]
        : [],
    )
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return [...own, ...openTelemetrys];
}

/** Those that hold no secret. Any other may, a misspelt one above all. */
const PLAIN_OF_OPEN_TELEMETRY = new RegExp(
  '^OTEL_(?:' +
    [
      'SDK_DISABLED|SERVICE_NAME|RESOURCE_ATTRIBUTES|TRACES_EXPORTER|TRACES_SAMPLER|TRACES_SAMPLER_ARG',
      'BSP_(?:SCHEDULE_DELAY|EXPORT_TIMEOUT|MAX_QUEUE_SIZE|MAX_EXPORT_BATCH_SIZE)',
      'EXPORTER_OTLP_(?:TRACES_)?(?:PROTOCOL|TIMEOUT|COMPRESSION|CERTIFICATE|CLIENT_KEY|CLIENT_CERTIFICATE)',
    ].join('|') +
    ')$',
);

function shownOfOpenTelemetry(name: string, text: string): string {
  if (name.endsWith('_ENDPOINT')) return shownEndpoint(text);
  return PLAIN_OF_OPEN_TELEMETRY.test(name) ? text : MASK;
}

/** Where it leads. A collector's key may stand in front of that, or behind. */
function shownEndpoint(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text)) return MASK;
  const { origin } = new URL(text);
  return text === origin || text === `${origin}/` ? text : `${origin}/${MASK}`;
}

function shown(text: string, { secret, masked = () => MASK }: Variable<unknown>): string {
  return secret === true ? masked(text) : text;
}

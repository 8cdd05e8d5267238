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

/** Others, misspelt ones among them, may hold what is secret. */
const PLAIN_OF_OPEN_TELEMETRY =
  /^OTEL_(?:SDK_DISABLED|SERVICE_NAME|RESOURCE_ATTRIBUTES|TRACES_\w+|BSP_\w+|EXPORTER_OTLP_(?:TRACES_)?(?:PROTOCOL|TIMEOUT|COMPRESSION))$/;

function shownOfOpenTelemetry(name: string, text: string): string {
  if (name.endsWith('_ENDPOINT') && URL.canParse(text)) return new URL(text).origin;
  return PLAIN_OF_OPEN_TELEMETRY.test(name) ? text : MASK;
}

function shown(text: string, { secret, masked = () => MASK }: Variable<unknown>): string {
  return secret === true ? masked(text) : text;
}

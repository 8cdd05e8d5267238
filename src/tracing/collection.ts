import { ConfigurationError, type Environment } from '../config/index.js';

/** How traces are handed over, and to whom. */
export interface Collection {
  readonly protocol: (typeof PROTOCOLS)[number];
  /** Without what it may hold of a credential. */
  readonly collector: string;
}

const PROTOCOLS = ['http/protobuf', 'http/json'] as const;

/** Those that OpenTelemetry's SDK knows. */
const SAMPLERS: readonly string[] = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
];

/**
 * What OpenTelemetry's own variables ask for: nothing, unless one of them does.
 *
 * @throws ConfigurationError for a variable that asks for what is not there
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function collectionIn(environment: Environment): Collection | null {
  const exporter = exporterIn(environment);
  switch (exporter) {
    case 'none':
      return null;
    case 'otlp':
      checkSampler(environment);
      return { protocol: protocolIn(environment), collector: collectorIn(environment) };
    default:
      throw refused('OTEL_TRACES_EXPORTER', exporter, 'otlp or none', 'otlp');
  }
}

function collectorIn(environment: Environment): string {
  const all = originIn(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  const traces = originIn(environment, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  return traces ?? all ?? 'http://localhost:4318';
}

/** What is no address would be taken for none. It may hold a password, and is not repeated. */
function originIn(environment: Environment, name: string): string | undefined {
  const address = environment[name];
  if (!address) return undefined;
  if (/^https?:\/\/\S+$/.test(address) && URL.canParse(address)) return new URL(address).origin;
  throw new ConfigurationError(
    `${name} will not do: it must be an http or https address, for example ${name}=http://127.0.0.1:4318`,
  );
}

/** What is no sampler, or no share, would be taken for one that collects everything. */
function checkSampler(environment: Environment): void {
  const { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: share } = environment;
  if (!sampler) return;
  if (!SAMPLERS.includes(sampler))
    throw refused('OTEL_TRACES_SAMPLER', sampler, `one of ${SAMPLERS.join(', ')}`, 'parentbased_traceidratio');
  if (sampler.endsWith('traceidratio') && share && !(Number(share) >= 0 && Number(share) <= 1))
    throw refused('OTEL_TRACES_SAMPLER_ARG', share, 'a number from 0 to 1', '0.01');
}

function refused(name: string, value: string, shape: string, example: string): ConfigurationError {
  return new ConfigurationError(
    `${name}=${JSON.stringify(value)} will not do: it must be ${shape}, for example ${name}=${example}`,
  );
}

function exporterIn(environment: Environment): string {
  if (environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return 'none';
  const hasCollector = environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  return environment['OTEL_TRACES_EXPORTER'] || (hasCollector ? 'otlp' : 'none');
}

function protocolIn(environment: Environment): (typeof PROTOCOLS)[number] {
  const name = environment['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL']
    ? 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
    : 'OTEL_EXPORTER_OTLP_PROTOCOL';
  const protocol = environment[name] || PROTOCOLS[0];
  const known = PROTOCOLS.find((one) => one === protocol);
  if (known !== undefined) return known;
  throw refused(name, protocol, PROTOCOLS.join(' or '), PROTOCOLS[0]);
}

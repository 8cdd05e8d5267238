import { ConfigurationError, type Environment } from '../config/index.js';

/** Where traces go. */
export type Collection = 'console' | `otlp ${(typeof PROTOCOLS)[number]}`;

const PROTOCOLS = ['http/protobuf', 'http/json'] as const;

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
    case 'console':
      return exporter;
    case 'otlp':
      return `otlp ${protocolIn(environment)}`;
    default:
      throw new ConfigurationError(
        `OTEL_TRACES_EXPORTER=${JSON.stringify(exporter)} will not do: it must be otlp, console or none, for example OTEL_TRACES_EXPORTER=otlp`,
      );
  }
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
  throw new ConfigurationError(
    `${name}=${JSON.stringify(protocol)} will not do: it must be ${PROTOCOLS.join(' or ')}, for example ${name}=${PROTOCOLS[0]}`,
  );
}

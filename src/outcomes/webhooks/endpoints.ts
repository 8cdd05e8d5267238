import { readFileSync } from 'node:fs';
import { type Configuration, ConfigurationError } from '../../config/index.js';
import { hostOf, whyOutOfReach } from '../../outgoing/index.js';
import { type Endpoint, outcomesOf } from './endpoint.js';
import { EndpointsFileError, parseEndpoints } from './endpoints-file.js';
import { UrlTemplate, UrlTemplateError } from './url-template.js';

type Settings = Pick<
  Configuration,
  | 'outcomeWebhookUrl'
  | 'outcomeWebhookSecrets'
  | 'outcomeWebhookTypes'
  | 'outcomeWebhooksFile'
  | 'outgoingNetworks'
  | 'roles'
>;

/** What the endpoint of `OUTCOME_WEBHOOK_URL` is called. */
const ITS_NAME = 'default';

const EXAMPLE = '[{"name": "reports", "url": "https://reports.example.com/outcomes", "secrets": ["whsec_…"]}]';

/** Everybody who is told of outcomes, as they are configured. */
export class Endpoints {
  private constructor(readonly all: readonly Endpoint[]) {}

  /** @throws ConfigurationError when one will not do; a node that takes no engages has none */
  static of(settings: Settings): Endpoints {
    if (!settings.roles.includes('backend')) return new Endpoints([]);
    const all = [...ofUrl(settings), ...ofFile(settings)];
    if (all.filter(({ name }) => name === ITS_NAME).length > 1)
      throw new ConfigurationError(
        `OUTCOME_WEBHOOKS_FILE will not do: the name "${ITS_NAME}" is that of OUTCOME_WEBHOOK_URL. Choose another`,
      );
    for (const endpoint of all) refuseUnreachable(endpoint, settings.outgoingNetworks);
    return new Endpoints(all);
  }

  named(name: string): Endpoint | undefined {
    return this.all.find((endpoint) => endpoint.name === name);
  }
}

function ofUrl(settings: Settings): readonly Endpoint[] {
  const { outcomeWebhookUrl: url, outcomeWebhookSecrets: secrets, outcomeWebhookTypes: types } = settings;
  if (url === null) return [];
  try {
    return [{ name: ITS_NAME, address: UrlTemplate.of(url), secrets, outcomes: outcomesOf(types) }];
  } catch (error) {
    if (!(error instanceof UrlTemplateError)) throw error;
    throw new ConfigurationError(
      `OUTCOME_WEBHOOK_URL will not do: it ${error.message}. It must be an address such as https://strategy.example.com/sessions/{interactionId}/events`,
    );
  }
}

function ofFile({ outcomeWebhooksFile: file }: Settings): readonly Endpoint[] {
  if (file === null) return [];
  try {
    return parseEndpoints(textOf(file));
  } catch (error) {
    if (!(error instanceof EndpointsFileError)) throw error;
    throw new ConfigurationError(
      `OUTCOME_WEBHOOKS_FILE=${JSON.stringify(file)} will not do: ${error.message}. It must be a file such as ${EXAMPLE}`,
    );
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new EndpointsFileError(`it cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** What would never be delivered is told at once, as far as it shows. */
function refuseUnreachable({ name, address }: Endpoint, networks: readonly string[]): void {
  const why = whyOutOfReach(address.origin, networks);
  if (why !== undefined)
    throw new ConfigurationError(`The webhook "${name}" at ${hostOf(address.origin)} will not do: ${why}`);
}

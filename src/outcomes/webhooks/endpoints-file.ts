import { webhookSecret } from '../../config/index.js';
import { OUTCOME_TYPES, type OutcomeType } from '../../contract/index.js';
import { type Endpoint, outcomesOf } from './endpoint.js';
import { UrlTemplate, UrlTemplateError } from './url-template.js';

/** A file of endpoints that will not do, in words that go on from "it will not do: ". */
export class EndpointsFileError extends Error {
  override readonly name = 'EndpointsFileError';
}

const MEMBERS: ReadonlySet<string> = new Set(['name', 'url', 'secrets', 'types']);

/** How endpoints are called: the name stands in logs, and in the address of their deliveries. */
const NAME = /^\w[\w.-]{0,63}$/;

/**
 * Reads the text of a file of endpoints: a JSON array of `{name, url, secrets, types}`.
 *
 * @throws EndpointsFileError for the first thing in it that will not do; nothing of a secret is in its message
 */
export function parseEndpoints(text: string): readonly Endpoint[] {
  const list = parseJson(text);
  if (!Array.isArray(list)) throw new EndpointsFileError('it is no JSON array');
  const endpoints = list.map((item: unknown, index) => endpointOf(item, `endpoint ${index + 1}`));
  const twice = endpoints.find(({ name }, index) => endpoints.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new EndpointsFileError(`it names "${twice.name}" twice`);
  return endpoints;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is wrong would be told with a piece of the text, which may be a secret.
    throw new EndpointsFileError('it is no JSON text');
  }
}

function endpointOf(item: unknown, about: string): Endpoint {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw new EndpointsFileError(`${about} is no object`);
  const stranger = Object.keys(item).find((member) => !MEMBERS.has(member));
  if (stranger !== undefined)
    throw new EndpointsFileError(`${about} has a member "${stranger}"; there are ${[...MEMBERS].join(', ')}`);
  const { name, url, secrets, types = [] } = item as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || !NAME.test(name))
    throw new EndpointsFileError(
      `the name of ${about} must be 1 to 64 letters, digits, "_", "." and "-", a dot or dash not the first`,
    );
  return {
    name,
    address: addressOf(url, name),
    secrets: secretsOf(secrets, name),
    outcomes: outcomesOf(typesOf(types, name)),
  };
}

function addressOf(url: unknown, name: string): UrlTemplate {
  if (typeof url !== 'string') throw new EndpointsFileError(`the url of "${name}" must be a text`);
  try {
    return UrlTemplate.of(url);
  } catch (error) {
    if (!(error instanceof UrlTemplateError)) throw error;
    throw new EndpointsFileError(`the url of "${name}" ${error.message}`);
  }
}

function secretsOf(secrets: unknown, name: string): readonly string[] {
  const all: readonly unknown[] = Array.isArray(secrets) ? secrets : [];
  const found = all.filter((secret) => typeof secret === 'string' && webhookSecret(secret) !== undefined);
  if (found.length === 0 || found.length < all.length)
    throw new EndpointsFileError(
      `the secrets of "${name}" must be a list of texts, each "whsec_" and the base64 of 24 to 64 bytes`,
    );
  return found.map(String);
}

function typesOf(types: unknown, name: string): readonly OutcomeType[] {
  const all: readonly unknown[] = Array.isArray(types) ? types : [undefined];
  const found = OUTCOME_TYPES.filter((type) => all.includes(type));
  if (found.length !== all.length)
    throw new EndpointsFileError(`the types of "${name}" must be a list of ${OUTCOME_TYPES.join(', ')}, none twice`);
  return found;
}

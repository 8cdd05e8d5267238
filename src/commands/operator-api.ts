import { readFileSync } from 'node:fs';
import { ConfigurationError, readConfiguration } from '../config/index.js';
import type { FieldFault, Problem } from '../contract/index.js';
import { StoreUnavailableError } from '../engagement/model.js';
import { whyOf } from '../logging/index.js';
import { fileTrouble } from './file-trouble.js';
import { CommandError, type Surroundings } from './surroundings.js';

/** How long the service may take, in milliseconds. */
const PATIENCE_MS = 30_000;

/** What a key is made of, perhaps after its name. Anything else is shown to nobody: it may be a file of secrets. */
const KEY = /^(?:[\w.-]{1,64}:)?([\w.~+/=-]+)$/;

export const DEFAULT_URL = 'http://127.0.0.1:8080';

/** Calls a running service as an operator. */
export class OperatorApi {
  private constructor(
    private readonly url: string,
    private readonly key: string | undefined,
  ) {}

  /**
   * `GATEWAY_URL`, and `OPERATOR_KEY` or the file that `OPERATOR_KEY_FILE` names; on a node, where the service's own settings are at
   * hand, the first of its `OPERATOR_KEYS`.
   */
  static of({ environment }: Pick<Surroundings, 'environment'>): OperatorApi {
    const url = environment['GATEWAY_URL'] || DEFAULT_URL;
    // It may hold a password, and is not repeated.
    if (!isPlainAddress(url))
      throw new ConfigurationError(
        `GATEWAY_URL will not do: it must be an http or https address without a user or a query, for example ${DEFAULT_URL}`,
      );
    const given = keyIn(environment);
    const key = given === undefined ? undefined : KEY.exec(given)?.[1];
    if (given !== undefined && key === undefined)
      throw new ConfigurationError(
        'OPERATOR_KEY, or what the file of OPERATOR_KEY_FILE holds, is no key: it is one by itself, or one entry of OPERATOR_KEYS (name:key).',
      );
    return new OperatorApi(url.replace(/\/$/, ''), key);
  }

  /**
   * @param path what comes after `/operations/`
   * @throws StoreUnavailableError when the service cannot use its database now
   * @throws CommandError for everything else but a 2xx
   */
  async call<Answer = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const response = await this.fetch(method, path, body);
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw failureOf(response.status, answer, this.key);
    if (answer === undefined)
      throw new CommandError(
        `What answers at ${this.url} is not this service, or broke off: is GATEWAY_URL its address, and what does its log say?`,
      );
    // The caller says what the service answers there.
    return answer as Answer;
  }

  private async fetch(method: string, path: string, body: object | undefined): Promise<Response> {
    try {
      return await fetch(`${this.url}/operations/${path}`, {
        method,
        headers: {
          ...(this.key !== undefined && { authorization: `Bearer ${this.key}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (error) {
      throw new CommandError(
        `The service at ${this.url} does not answer (${whyOf(causeOf(error))}): is it there, and is GATEWAY_URL its address?`,
      );
    }
  }
}

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '');
}

function keyIn(environment: Surroundings['environment']): string | undefined {
  const file = environment['OPERATOR_KEY_FILE'];
  if (!file) return environment['OPERATOR_KEY']?.trim() || nodesKeyIn(environment);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigurationError(`OPERATOR_KEY_FILE: ${fileTrouble(file, error).message}`);
  }
}

function nodesKeyIn(environment: Surroundings['environment']): string | undefined {
  const areThere = environment['OPERATOR_KEYS'] || environment['OPERATOR_KEYS_FILE'];
  return areThere ? readConfiguration(environment).operatorKeys[0]?.key : undefined;
}

function failureOf(status: number, answer: unknown, key: string | undefined): Error {
  if (status === 401)
    return new CommandError(
      key === undefined
        ? 'The service asks for an operator key: set OPERATOR_KEY, or OPERATOR_KEY_FILE.'
        : 'The service does not know this operator key.',
    );
  if (!isProblem(answer)) return new CommandError(`The service answers ${status}.`);
  const { code, detail, errors = [] } = answer;
  if (code === 'store-unavailable') return new StoreUnavailableError(detail);
  return new CommandError(errors.length === 0 ? detail : errors.map(faultInWords).join('\n'));
}

function isProblem(answer: unknown): answer is Pick<Problem, 'code' | 'detail' | 'errors'> {
  const hasErrors = hasDetail(answer) && 'errors' in answer;
  return hasErrors ? Array.isArray(answer.errors) && answer.errors.every(isFieldFault) : hasDetail(answer);
}

function hasDetail(value: unknown): value is { readonly detail: string } {
  return typeof value === 'object' && value !== null && 'detail' in value && typeof value.detail === 'string';
}

function isFieldFault(value: unknown): value is FieldFault {
  return hasDetail(value) && 'pointer' in value && typeof value.pointer === 'string';
}

/** Where a fault is, as the names on the way there. */
function faultInWords({ pointer, detail }: FieldFault): string {
  const names = pointer.split('/').slice(1);
  return `${names.length === 0 ? 'It' : names.join(', ')} ${detail}.`;
}

/** What a call has failed of says more than that it has. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error && error.cause.message !== '' ? error.cause : error;
}

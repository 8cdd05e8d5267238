import type { components } from '../../../examples/strategy/typescript/gateway-api.js';
import { operatorKey } from './operator-key.js';

type Schemas = components['schemas'];

export type Attempt = Schemas['Attempt'];
export type AttemptRecord = Schemas['AttemptRecord'];
export type Delivery = Schemas['Delivery'];
export type DeliveryPage = Schemas['DeliveryPage'];
export type Endpoint = Schemas['Endpoint'];
export type FoundAttempts = Schemas['FoundAttempts'];
export type Funnel = Schemas['Funnel'];
export type FunnelPoint = Schemas['FunnelPoint'];
export type FunnelReport = Schemas['FunnelReport'];
export type Node = Schemas['Node'];
export type Nodes = Schemas['Nodes'];
export type Payload = Schemas['Payload'];
export type Transition = Schemas['Transition'];

/** How long an answer may take, in milliseconds. */
const ANSWER_WITHIN_MS = 10_000;

/** The service has answered, and said no. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    /** Which fault it is. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The service has not answered. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

type Query = Readonly<Record<string, string | undefined>>;

/** What the console asks of the service. Each throws a Refusal, or Unreachable. */
export const operations = {
  funnel: (window: string, signal: AbortSignal) => get<FunnelReport>('funnel', { window }, signal),
  nodes: (signal: AbortSignal) => get<Nodes>('nodes', {}, signal),
  search: (query: Query, signal: AbortSignal) => get<FoundAttempts>('attempts', query, signal),
  record: (attemptId: string, payload: boolean, signal: AbortSignal) =>
    get<AttemptRecord>(`attempts/${encodeURIComponent(attemptId)}`, payload ? { payload: 'true' } : {}, signal),
  cancel: (attemptId: string, reason: string) =>
    post<Attempt>(`attempts/${encodeURIComponent(attemptId)}/cancel`, reason === '' ? {} : { reason }),
  endpoints: async (signal: AbortSignal) => (await get<Schemas['Endpoints']>('endpoints', {}, signal)).endpoints,
  deliveries: (query: Query, signal: AbortSignal) => get<DeliveryPage>('deliveries', query, signal),
  resend: ({ endpoint, position }: Delivery) =>
    post<Schemas['ResentDelivery']>(`deliveries/${encodeURIComponent(endpoint)}/${position}/resend`),
  resendFailed: (endpoint: string) =>
    post<Schemas['SentAgain']>(`endpoints/${encodeURIComponent(endpoint)}/resend-failed`),
  enable: (endpoint: string) => post<Endpoint>(`endpoints/${encodeURIComponent(endpoint)}/enable`),
};

function get<Reply>(path: string, query: Query, signal: AbortSignal): Promise<Reply> {
  const said = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const text = new URLSearchParams(said).toString();
  return ask(`${path}${text === '' ? '' : `?${text}`}`, { signal });
}

function post<Reply>(path: string, body?: object): Promise<Reply> {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  return ask(path, { method: 'POST', ...sent });
}

async function ask<Reply>(path: string, { signal, headers, ...init }: RequestInit): Promise<Reply> {
  const late = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const key = operatorKey.value;
  const response = await fetch(`/operations/${path}`, {
    ...init,
    cache: 'no-store',
    credentials: 'omit',
    headers: { ...headers, ...(key !== null && { Authorization: `Bearer ${key}` }) },
    signal: signal === undefined || signal === null ? late : AbortSignal.any([signal, late]),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new Unreachable();
  });
  const reply: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusalIn(response.status, reply);
  // It broke off on the way.
  if (reply === undefined) throw new Unreachable();
  return reply as Reply;
}

function refusalIn(status: number, reply: unknown): Refusal {
  const { code, detail } = Object(reply) as { readonly code?: unknown; readonly detail?: unknown };
  return new Refusal(
    status,
    typeof code === 'string' ? code : 'unknown',
    typeof detail === 'string' ? detail : `The service answered ${status}.`,
  );
}

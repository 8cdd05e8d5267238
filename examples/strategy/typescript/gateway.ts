import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './gateway-api.js';
import { type Patience, patientFetch } from './patient-fetch.js';

export type Gateway = Client<paths>;

/** @param apiKey empty in open mode */
export function connect({
  url,
  apiKey,
  ...patience
}: Patience & { readonly url: string; readonly apiKey: string }): Gateway {
  return createClient<paths>({
    baseUrl: url,
    headers: apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` },
    fetch: patientFetch(patience),
  });
}

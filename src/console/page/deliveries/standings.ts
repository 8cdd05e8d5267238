import type { Endpoint } from '../operations-api.js';

const COMES: Readonly<Record<Endpoint['standing'], string>> = {
  well: 'on its way',
  paused: 'sent when the endpoint is well again',
  disabled: 'sent when the endpoint is enabled',
  'not-configured': 'sent when the endpoint is configured again',
};

/** When something gets there that is sent again. */
export function whenItComes(standing: Endpoint['standing']): string {
  return COMES[standing];
}

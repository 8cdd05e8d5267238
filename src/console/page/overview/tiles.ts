import { element } from '../parts/element.js';
import { duration, figure, share } from '../parts/figures.js';
import type { Endpoint, FunnelReport, Nodes } from '../operations-api.js';
import { addressOf } from '../place.js';

/** What one wants to know first. */
export function tiles({ total, toShown }: FunnelReport, { nodes }: Nodes, endpoints: readonly Endpoint[]): HTMLElement {
  const heard = nodes.filter(({ isSilent, visits }) => !isSilent && visits !== null);
  const visits = heard.reduce((sum, node) => sum + (node.visits ?? 0), 0);
  return element(
    'dl',
    { class: 'tiles' },
    tile('Started', figure(total.started), `${figure(total.active)} active now`),
    tile('Shown', share(total.shown, total.started), `${figure(total.shown)} seen by visitors`),
    tile('Accepted', share(total.accepted, total.shown), `${figure(total.accepted)} of those shown`),
    tile('Engage to shown', duration(toShown.p50), `95 of 100 within ${duration(toShown.p95)}`),
    tile('Visits connected', figure(visits), heard.length === 1 ? 'on one node' : `on ${heard.length} nodes`),
    webhooks(endpoints),
  );
}

function tile(name: string, value: string, note: string | Node): HTMLElement {
  return element(
    'div',
    { class: 'tile' },
    element('dt', {}, name),
    element('dd', { class: 'tile-value' }, value),
    element('dd', { class: 'tile-note' }, note),
  );
}

function webhooks(endpoints: readonly Endpoint[]): HTMLElement {
  const total = (count: (endpoint: Endpoint) => number): number =>
    endpoints.reduce((sum, endpoint) => sum + count(endpoint), 0);
  const ill = endpoints.filter(({ standing }) => standing === 'paused' || standing === 'disabled').length;
  const [value, note] =
    endpoints.length === 0
      ? ['none', 'no endpoint is told']
      : [
          ill === 0 ? 'well' : `${ill} not well`,
          `${figure(total(({ waiting }) => waiting))} waiting, ${figure(total(({ failed }) => failed))} failed`,
        ];
  return tile('Webhooks', value, element('a', { href: addressOf('deliveries') }, note));
}

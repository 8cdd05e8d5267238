import { button, element } from '../parts/element.js';
import { panel } from '../parts/panel.js';
import type { Payload } from '../operations-api.js';

const PARTS = { invitation: 'Invitation', data: 'Attached data', clientData: 'Data for the page' } as const;

/** What the strategy attached: its shape, and its values where they were asked for. */
export function payloadPanel(payload: Payload, unmask: () => Promise<void>): HTMLElement {
  const parts = (['invitation', 'data', 'clientData'] as const).flatMap((name) => {
    const part = payload[name];
    return part === null
      ? []
      : [
          element('h3', {}, PARTS[name]),
          element('pre', { tabindex: '0', 'aria-label': PARTS[name] }, JSON.stringify(part, undefined, 2)),
        ];
  });
  const content =
    parts.length === 0
      ? element('p', { class: 'empty' }, 'The strategy attached nothing.')
      : element('div', { class: 'payload' }, ...parts);
  return panel(
    'Payload',
    content,
    payload.isMasked ? 'Values are masked: they may be about a person. The log keeps who has asked for them.' : null,
    payload.isMasked && parts.length > 0 ? button('Show values', 'quiet', () => void unmask()) : null,
  );
}

import { element } from './element.js';

/** What kind of news a state is. */
const TONES: Readonly<Record<string, string>> = {
  pending: 'active',
  delivered: 'active',
  shown: 'active',
  accepted: 'good',
  declined: 'calm',
  ignored: 'calm',
  cancelled: 'calm',
  expired: 'calm',
  suppressed: 'calm',
  failed: 'bad',
  waiting: 'active',
  well: 'good',
  paused: 'warm',
  disabled: 'bad',
  'not-configured': 'calm',
  silent: 'bad',
  connected: 'good',
};

/** A state, by its name and its colour. */
export function pill(state: string, tone: string = TONES[state] ?? 'calm'): HTMLElement {
  return element('span', { class: 'pill', 'data-tone': tone }, state.replaceAll('-', ' '));
}

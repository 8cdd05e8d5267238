import { element } from '../parts/element.js';
import { duration, timeElement } from '../parts/figures.js';
import { pill } from '../parts/pill.js';
import type { Transition } from '../operations-api.js';

/** The steps of an attempt, and how long each took to come. */
export function timeline(transitions: readonly Transition[]): HTMLElement {
  return element('ol', { class: 'timeline' }, ...transitions.map((step, index) => item(step, transitions[index - 1])));
}

function item({ state, at, by, actor, reason }: Transition, before: Transition | undefined): HTMLElement {
  const after = before === undefined ? null : `after ${duration(Date.parse(at) - Date.parse(before.at))}`;
  return element(
    'li',
    {},
    element('div', { class: 'step' }, pill(state), element('span', { class: 'after' }, after)),
    element('p', { class: 'step-note' }, timeElement(at), ` · by the ${by}`, actor === null ? null : ` (${actor})`),
    reason === null ? null : element('p', { class: 'reason' }, reason),
  );
}

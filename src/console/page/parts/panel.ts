import { type Child, element } from './element.js';

/** A part of a view, with its title. */
export function panel(
  title: string,
  content: Child,
  note: string | null = null,
  ...beside: readonly Child[]
): HTMLElement {
  return element(
    'section',
    { class: 'panel' },
    element('div', { class: 'panel-head' }, element('h2', {}, title), ...beside),
    content,
    note === null ? null : element('p', { class: 'note' }, note),
  );
}

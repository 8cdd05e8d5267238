import { element } from './element.js';

/** Assistive technology notices a live region first and reads then what changes in it. */
const NOTICED_AFTER_MS = 100;

/** What was read out is not there for reading a second time, beside the invitation itself. */
const READ_AFTER_MS = 5_000;

/** Says a text once, politely, to those who do not see the page. */
export function announcer(text: string): HTMLElement {
  const region = element('div', { className: 'announcer' });
  region.setAttribute('aria-live', 'polite');
  setTimeout(() => {
    region.textContent = text;
  }, NOTICED_AFTER_MS);
  setTimeout(() => {
    region.textContent = '';
  }, READ_AFTER_MS);
  return region;
}

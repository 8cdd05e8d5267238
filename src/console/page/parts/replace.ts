import type { Child } from './element.js';

/** Puts new content in place of old: what had the focus has it again, and what was opened stays open. */
export function replace(container: HTMLElement, ...children: readonly Child[]): void {
  const focused = document.activeElement;
  const mark = focused !== null && focused !== container && container.contains(focused) ? markOf(focused) : undefined;
  const opened = new Set([...container.querySelectorAll('details[open] > summary')].map(markOf));
  container.replaceChildren(...children.filter((child) => child !== null));
  for (const summary of container.querySelectorAll('summary'))
    if (opened.has(markOf(summary))) summary.parentElement?.setAttribute('open', '');
  if (mark === undefined) return;
  for (const candidate of container.querySelectorAll<HTMLElement>('a, button, input, select, summary, [tabindex]'))
    if (markOf(candidate) === mark) return candidate.focus({ preventScroll: true });
}

/** Tells elements that can be focused from each other, by what is known of them before and after. */
function markOf(element: Element): string {
  // There is one, whatever it says now.
  if (element.tagName === 'H1') return element.tagName;
  const name =
    element.getAttribute('data-mark') ??
    element.getAttribute('href') ??
    element.getAttribute('aria-label') ??
    element.id;
  return `${element.tagName} ${name === '' ? element.textContent : name}`;
}

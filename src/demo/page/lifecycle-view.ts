import type { Attempt } from './gateway-api.js';
import { lifecycleSteps, type LifecycleStep } from './lifecycle-steps.js';
import { pageElement, textElement } from './page-element.js';

/** Draws an attempt's way through its states, with the time of each and who brought it about. */
export class LifecycleView {
  private readonly list = pageElement('lifecycle', HTMLOListElement);
  private readonly state = pageElement('attempt-state', HTMLParagraphElement);
  private readonly note = pageElement('attempt-note', HTMLParagraphElement);

  constructor() {
    this.draw([]);
  }

  show({ attemptId, state, transitions }: Attempt): void {
    this.draw(lifecycleSteps(transitions));
    this.state.textContent = state;
    this.state.dataset['state'] = state;
    const reason = transitions.at(-1)?.reason;
    this.note.replaceChildren(
      'attemptId ',
      textElement('code', '', attemptId),
      ...(reason ? [textElement('span', 'reason', `reason: ${reason}`)] : []),
    );
  }

  private draw(steps: readonly LifecycleStep[]): void {
    this.list.replaceChildren(...(steps.length > 0 ? steps : lifecycleSteps([])).map(stepView));
  }
}

function stepView({ name, progress, transition, after }: LifecycleStep): HTMLElement {
  const item = textElement('li', '', '');
  item.dataset['progress'] = progress;
  item.dataset['state'] = name;
  item.append(textElement('span', 'mark', ''), textElement('span', 'name', name));
  if (transition === undefined || after === undefined) return item;
  const time = textElement('time', 'when', after === 0 ? timeOfDay(transition.at) : `+${spoken(after)}`);
  time.setAttribute('datetime', transition.at);
  item.append(time, textElement('span', 'by', `by ${transition.by}`));
  return item;
}

function timeOfDay(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

function spoken(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

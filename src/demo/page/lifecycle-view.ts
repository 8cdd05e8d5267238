import type { Attempt } from './gateway-api.js';
import { lifecycleSteps, type LifecycleStep } from './lifecycle-steps.js';
import { pageElement, textElement } from './page-element.js';

/** Draws an attempt's way through its states, with the time of each and who brought it about. */
export class LifecycleView {
  private readonly list = pageElement('lifecycle', HTMLOListElement);
  private readonly state = pageElement('attempt-state', HTMLParagraphElement);
  private readonly note = pageElement('attempt-note', HTMLParagraphElement);
  private readonly stops = lifecycleSteps([]).map(() => new StopView());
  private drawn = '';

  constructor() {
    this.list.append(...this.stops.map(({ item }) => item));
    this.clear();
  }

  /** Draws the attempt where it has changed: a look that finds nothing new disturbs neither eye nor screen reader. */
  show({ attemptId, state, transitions }: Attempt): void {
    const drawing = `${attemptId} ${transitions.length}`;
    if (this.drawn === drawing) return;
    this.drawn = drawing;

    this.draw(lifecycleSteps(transitions), state);
    this.state.textContent = state;
    const reason = transitions.at(-1)?.reason;
    this.note.replaceChildren(
      'attemptId ',
      textElement('code', '', attemptId),
      ...(reason ? [textElement('span', 'reason', `reason: ${reason}`)] : []),
    );
  }

  /** Nothing was sent for this visitor. */
  clear(): void {
    this.drawn = '';
    this.draw(lifecycleSteps([]), '');
    this.state.textContent = 'nothing sent yet';
    this.note.replaceChildren('Press Engage: the invitation comes up in the shop.');
  }

  private draw(steps: readonly LifecycleStep[], state: string): void {
    this.list.dataset['current'] = state;
    this.state.dataset['state'] = state;
    for (const [index, step] of steps.entries()) this.stops[index]?.draw(step);
  }
}

/** One stop of the diagram. Its element stays, so that it can pass smoothly from one look to the next. */
class StopView {
  readonly item = document.createElement('li');
  private readonly words = textElement('div', 'words', '');

  constructor() {
    this.item.append(textElement('span', 'mark', ''), this.words);
  }

  draw({ name, progress, transition, after }: LifecycleStep): void {
    this.item.dataset['progress'] = progress;
    this.item.dataset['state'] = name;
    if (progress === 'current') this.item.setAttribute('aria-current', 'step');
    else this.item.removeAttribute('aria-current');

    this.words.replaceChildren(textElement('span', 'name', name));
    if (transition === undefined || after === undefined) return;
    const time = textElement('time', 'when', after === 0 ? timeOfDay(transition.at) : `+${spoken(after)}`);
    time.setAttribute('datetime', transition.at);
    this.words.append(time, textElement('span', 'by', `by ${transition.by}`));
  }
}

function timeOfDay(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

function spoken(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

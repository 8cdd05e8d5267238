import type { Problem } from '../../contract/problem.js';
import { fieldOfPointer } from './field-of-pointer.js';
import { pageElement, textElement } from './page-element.js';

export type FormControl = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Says at the form what the gateway found wrong: at each faulty field, and below the buttons. */
export class FaultView {
  private readonly summary = pageElement('fault', HTMLParagraphElement);

  constructor(private readonly controls: readonly FormControl[]) {}

  show({ title, detail, errors = [] }: Partial<Problem>): void {
    this.clear();
    const wrong = errors.flatMap((fault) => {
      const control = this.controls.find(({ name }) => name === fieldOfPointer(fault.pointer));
      return control === undefined ? [] : [{ control, detail: fault.detail }];
    });
    for (const fault of wrong) mark(fault.control, fault.detail);
    this.summary.textContent = wrong.length > 0 ? `${title}.` : `${title}: ${detail}`;
    if (wrong[0] !== undefined) wrong[0].control.focus();
    else this.summary.scrollIntoView({ block: 'nearest' });
  }

  showSilence(): void {
    this.clear();
    this.summary.textContent = 'The service does not answer. Is it running?';
    this.summary.scrollIntoView({ block: 'nearest' });
  }

  clear(): void {
    this.summary.textContent = '';
    for (const control of this.controls) unmark(control);
  }
}

function mark(control: FormControl, detail: string): void {
  const words = textElement('p', 'wrong', detail);
  words.id = wordsIdOf(control);
  control.closest('.field')?.append(words);
  control.setAttribute('aria-invalid', 'true');
  control.setAttribute('aria-describedby', words.id);
  control.closest('details')?.setAttribute('open', '');
}

function unmark(control: FormControl): void {
  document.getElementById(wordsIdOf(control))?.remove();
  control.removeAttribute('aria-invalid');
  control.removeAttribute('aria-describedby');
}

function wordsIdOf({ name }: FormControl): string {
  return `${name}-fault`;
}

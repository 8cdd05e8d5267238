import { button, element } from './element.js';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that goes on. */
  readonly goOn: string;
  /** The label of a text that goes with it; left out where none does. */
  readonly note?: { readonly label: string; readonly mostLength: number };
}

/** Asks before something is done that cannot be undone, as long as one stays where one is. @returns the note, perhaps empty; `undefined` when it is not to be done */
export function confirmed({ title, text, goOn, note }: Question): Promise<string | undefined> {
  const { promise, resolve } = answer();
  const opener = document.activeElement;
  const field = element('input', { type: 'text', id: 'note', maxlength: String(note?.mostLength ?? 0) });
  const dialog = element('dialog', { 'aria-labelledby': 'question' });
  const ending = new AbortController();
  const end = (said: string | undefined): void => {
    ending.abort();
    dialog.remove();
    if (opener instanceof HTMLElement) opener.focus();
    resolve(said);
  };
  const form = element(
    'form',
    { method: 'dialog' },
    element('h2', { id: 'question' }, title),
    element('p', {}, text),
    note === undefined ? null : element('label', { for: 'note' }, note.label),
    note === undefined ? null : field,
    element(
      'div',
      { class: 'actions' },
      button('Not now', 'quiet', () => end(undefined)),
      element('button', { type: 'submit', class: 'strong' }, goOn),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    end(field.value.trim());
  });
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    end(undefined);
  });
  // Before what comes next is shown, and has the focus: the question is about what was there before.
  addEventListener('hashchange', () => end(undefined), { capture: true, signal: ending.signal });
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return promise;
}

function answer(): {
  readonly promise: Promise<string | undefined>;
  readonly resolve: (said: string | undefined) => void;
} {
  let resolve: (said: string | undefined) => void = () => undefined;
  const promise = new Promise<string | undefined>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

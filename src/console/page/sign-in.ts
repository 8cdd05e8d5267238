import { element } from './parts/element.js';
import { operatorKey } from './operator-key.js';
import { operations } from './operations-api.js';

/** Asks for an operator's key, tries it, and goes on when it will do. */
export class SignIn {
  readonly element: HTMLElement;
  private readonly field = element('input', {
    id: 'operator-key',
    type: 'password',
    autocomplete: 'off',
    required: true,
    maxlength: '1024',
    'aria-describedby': 'key-fault key-note',
  });
  private readonly fault = element('p', { id: 'key-fault', class: 'fault', role: 'alert' });

  /**
   * @param why it is asked for, where that is not plain
   * @param explained says what went wrong with a try
   */
  constructor(
    why: string | undefined,
    private readonly explained: (error: unknown) => string,
    private readonly goOn: () => void,
  ) {
    this.fault.textContent = why ?? '';
    const form = element(
      'form',
      { class: 'panel sign-in' },
      element('h1', { tabindex: '-1' }, 'Who is there?'),
      element('label', { for: 'operator-key' }, 'Operator key'),
      this.field,
      this.fault,
      element(
        'p',
        { id: 'key-note', class: 'note' },
        'One of OPERATOR_KEYS. It is kept in this tab until you close it or sign out.',
      ),
      element('div', { class: 'actions' }, element('button', { type: 'submit', class: 'strong' }, 'Go on')),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      // It may have come with its name, as OPERATOR_KEYS has it: no key has a colon.
      void this.tryKey(this.field.value.trim().replace(/^[\w.-]+:/, ''));
    });
    this.element = form;
  }

  focus(): void {
    this.field.focus();
  }

  private async tryKey(key: string): Promise<void> {
    operatorKey.keep(key);
    try {
      await operations.nodes(AbortSignal.timeout(10_000));
    } catch (error) {
      operatorKey.forget();
      this.fault.textContent = this.explained(error);
      this.field.select();
      return;
    }
    this.goOn();
  }
}

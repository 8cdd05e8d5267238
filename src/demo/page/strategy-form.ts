import { EXAMPLES } from './examples.js';
import type { FormControl } from './fault-view.js';
import { pageElement } from './page-element.js';

const INVITATION_FIELDS = ['title', 'message', 'acceptLabel', 'declineLabel', 'displaySeconds', 'url'];
const PROFILE_FIELDS = ['interactionId', 'pageId', 'channel', 'language', 'ruleName', 'timeToLive'];

/** The form in which the newcomer plays the strategy. */
export class StrategyForm {
  readonly form = pageElement('profile', HTMLFormElement);
  readonly controls: readonly FormControl[] = [...this.form.querySelectorAll<FormControl>('[name]')];
  private readonly example = pageElement('example', HTMLSelectElement);

  constructor() {
    this.example.append(...EXAMPLES.map(({ name }) => new Option(name)));
    this.fill();
    this.renewInteraction();
    this.example.addEventListener('change', () => {
      this.fill();
      this.renewInteraction();
    });
    pageElement('new-interaction', HTMLButtonElement).addEventListener('click', () => this.renewInteraction());
  }

  get interactionId(): string {
    return this.textOf('interactionId');
  }

  /** What the form holds, as the parameter of an engage. Nothing is checked: that is the gateway's part. */
  engageBody(visitId: string): object {
    const { interactionId, ...others } = this.valuesOf(PROFILE_FIELDS);
    const invitation = this.valuesOf(INVITATION_FIELDS);
    const data = this.textOf('data');
    return {
      ixnProfile: { interactionId, visitId, ...others, invitation, ...(data !== '' && { data: jsonOrText(data) }) },
    };
  }

  noengageBody(): object {
    return { cancelData: this.valuesOf(['interactionId', 'reason']) };
  }

  showVisit(visitId: string): void {
    pageElement('visitId', HTMLInputElement).value = visitId;
  }

  /** An interaction has one attempt: another attempt needs another interaction. */
  renewInteraction(): void {
    this.takeInteraction(`ixn-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`);
  }

  takeInteraction(interactionId: string): void {
    this.set('interactionId', interactionId);
    this.form.dispatchEvent(new Event('input'));
  }

  private fill(): void {
    const fields = EXAMPLES[this.example.selectedIndex]?.fields ?? {};
    for (const { name } of this.controls) this.set(name, fields[name] ?? '');
  }

  private set(name: string, value: string): void {
    for (const control of this.controls) if (control.name === name) control.value = value;
  }

  private textOf(name: string): string {
    const value = new FormData(this.form).get(name);
    return typeof value === 'string' ? value : '';
  }

  private valuesOf(names: readonly string[]): Record<string, string | number> {
    const filled = names.map((name) => [name, this.textOf(name)] as const).filter(([, text]) => text !== '');
    return Object.fromEntries(filled.map(([name, text]) => [name, isCount(name, text) ? Number(text) : text]));
  }
}

function isCount(name: string, text: string): boolean {
  return (name === 'displaySeconds' || name === 'timeToLive') && Number.isFinite(Number(text));
}

/** What is no JSON is sent as the text that it is, for the gateway to find fault with. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

import { pageElement } from './element.js';

const KEPT_AS = 'console-scheme';

type Scheme = 'light' | 'dark';

/** Light or dark: as the reader's system is, until the reader chooses. */
export class SchemeSwitch {
  private readonly button = pageElement('scheme', HTMLButtonElement);
  private readonly system = matchMedia('(prefers-color-scheme: dark)');

  /** @param changed is told when colours have changed */
  constructor(private readonly changed: () => void) {}

  offer(): void {
    this.button.addEventListener('click', () => this.choose(this.current === 'dark' ? 'light' : 'dark'));
    this.system.addEventListener('change', () => this.show());
    this.show();
  }

  private get chosen(): Scheme | undefined {
    const kept = localStorage.getItem(KEPT_AS);
    return kept === 'light' || kept === 'dark' ? kept : undefined;
  }

  private get current(): Scheme {
    return this.chosen ?? (this.system.matches ? 'dark' : 'light');
  }

  private choose(scheme: Scheme): void {
    localStorage.setItem(KEPT_AS, scheme);
    this.show();
  }

  private show(): void {
    document.documentElement.dataset['scheme'] = this.current;
    this.button.textContent = this.current === 'dark' ? 'Light' : 'Dark';
    this.button.setAttribute('aria-label', `Switch to the ${this.current === 'dark' ? 'light' : 'dark'} colours`);
    this.changed();
  }
}

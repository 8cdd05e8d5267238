import type { BrowserContext, Locator, Page } from 'playwright-core';

/** The console, as an operator uses it. */
export class ConsolePage {
  private constructor(
    readonly page: Page,
    private readonly base: string,
  ) {}

  /** Opens it at a place, and waits until that is shown. */
  static async open(operator: BrowserContext, url: string, place = ''): Promise<ConsolePage> {
    const console = new ConsolePage(await operator.newPage(), `${url}/console`);
    await console.goTo(place);
    return console;
  }

  async goTo(place: string): Promise<void> {
    await this.page.goto(`${this.base}${place}`);
  }

  async signIn(key: string): Promise<void> {
    await this.page.getByLabel('Operator key').fill(key);
    await this.page.getByRole('button', { name: 'Go on' }).click();
  }

  /** Waits until what is shown has come from the service. */
  async isFresh(): Promise<void> {
    await this.freshness(/^(Live ·|As of) /).waitFor();
  }

  /** Has it ask the service now, and waits for the answer. */
  async refresh(): Promise<void> {
    const answered = this.page.waitForResponse((response) => response.url().includes('/operations/'));
    await this.page.getByRole('button', { name: 'Refresh' }).click();
    await answered;
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  /** A part of the view, by its title. */
  panel(title: string): Locator {
    return this.page
      .locator('section.panel')
      .filter({ has: this.page.getByRole('heading', { name: title, exact: true }) });
  }

  /** The texts of a table's cells, row by row. */
  async rows(panel: Locator): Promise<readonly (readonly string[])[]> {
    await panel.locator('tbody tr').first().waitFor();
    return panel
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  }

  /** What the head of the page says of how far what is shown is up to date, when it says so. */
  freshness(says: RegExp): Locator {
    return this.page.locator('#freshness').filter({ hasText: says });
  }

  get notice(): Locator {
    return this.page.locator('.notice');
  }

  get place(): string {
    return new URL(this.page.url()).hash;
  }

  /** How far it is wider than the screen. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }
}

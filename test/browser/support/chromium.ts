import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Nothing but what the tests ask for: no sandbox, which containers have no rights for, and no calls of its own. */
const SWITCHES = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
];

/** A headless Chromium, and what went wrong in its pages. */
export class TestBrowser {
  private readonly contexts: BrowserContext[] = [];
  private readonly mishaps: string[] = [];

  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<TestBrowser> {
    return new TestBrowser(await chromium.launch({ executablePath: EXECUTABLE, args: SWITCHES }));
  }

  /** A visitor with a browser of their own: its tabs share what it has. */
  async visitor(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(10_000);
    context.on('weberror', (error) => this.mishaps.push(String(error.error())));
    context.on('dialog', (dialog) => {
      this.mishaps.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    context.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.mishaps.push(message.text());
    });
    this.contexts.push(context);
    return context;
  }

  /**
   * Closes the visitors' browsers.
   *
   * @throws Error when scripts threw, dialogs opened or a page's policy was violated in them
   */
  async endVisits(): Promise<void> {
    for (const context of this.contexts.splice(0)) await context.close();
    const mishaps = this.mishaps.splice(0);
    if (mishaps.length > 0) throw new Error(`in the visitors' pages: ${mishaps.join('; ')}`);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** What axe finds wrong in the page and its frames, with the place of each. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  for (const frame of page.frames()) await frame.evaluate(`${AXE};undefined`);
  return page.evaluate(async () => {
    const axe: typeof import('axe-core') = Reflect.get(globalThis, 'axe');
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}

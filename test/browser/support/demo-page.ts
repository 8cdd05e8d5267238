import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';

/** The demo page, as a newcomer uses it. */
export class DemoPage {
  readonly shop: FrameLocator;
  readonly invitation: Locator;
  readonly reply: Locator;
  readonly replyStatus: Locator;

  private constructor(readonly page: Page) {
    this.shop = page.frameLocator('#shop');
    this.invitation = this.shop.getByRole('dialog');
    this.reply = page.locator('#reply');
    this.replyStatus = page.locator('#reply-status');
  }

  /** Opens it and waits until the shop is connected. */
  static async open(visitor: BrowserContext, url: string): Promise<DemoPage> {
    const page = await visitor.newPage();
    await page.goto(`${url}/demo`);
    await page.locator('#connection[data-state=connected]').waitFor();
    return new DemoPage(page);
  }

  async engage(): Promise<void> {
    await this.page.getByRole('button', { name: 'Engage', exact: true }).click();
  }

  async noengage(): Promise<void> {
    await this.page.getByRole('button', { name: 'Noengage' }).click();
  }

  async chooseExample(name: string): Promise<void> {
    await this.page.getByLabel('Example').selectOption(name);
  }

  async fill(field: string, text: string): Promise<void> {
    if (!(await this.page.getByLabel('acceptLabel').isVisible())) await this.page.getByText('More fields').click();
    await this.page.getByLabel(field, { exact: true }).fill(text);
  }

  /** Waits until the diagram shows the attempt in this state. */
  async shows(state: string): Promise<void> {
    await this.page.locator(`#lifecycle [data-state=${state}][data-progress=current]`).waitFor();
  }

  /** The stops of the diagram, as `<state> <progress>`. */
  lifecycle(): Promise<string[]> {
    return this.page
      .locator('#lifecycle li')
      .evaluateAll((items) => items.map((item) => `${item.dataset['state']} ${item.dataset['progress']}`));
  }

  get visitId(): string {
    return new URL(this.page.url()).searchParams.get('visitId') ?? '';
  }
}

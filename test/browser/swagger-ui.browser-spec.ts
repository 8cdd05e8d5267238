import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, TestBrowser } from './support/chromium.js';
import { RunningService } from './support/running-service.js';

let browser: TestBrowser;
let service: RunningService;
let complaints: string[];

beforeAll(async () => {
  browser = await TestBrowser.launch();
  service = await RunningService.start();
});

afterEach(() => browser.endVisits());

afterAll(async () => {
  await browser.close();
  await service.stop();
});

/** A page as a reader opens it, and what its console complains of. */
async function open(path: string, options: Parameters<TestBrowser['visitor']>[0] = {}): Promise<Page> {
  complaints = [];
  const visitor = await browser.visitor(options);
  const page = await visitor.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('requestfailed', (request) => complaints.push(`${request.url()} did not come`));
  page.on('request', (request) => {
    if (!request.url().startsWith(service.url) && !request.url().startsWith('data:'))
      complaints.push(`${request.url()} is elsewhere`);
  });
  await page.goto(service.url + path);
  return page;
}

/** An operation of Swagger UI, opened and ready to be tried out. */
async function tryOut(page: Page, tag: string, operationId: string): Promise<Locator> {
  const operation = page.locator(`#operations-${tag}-${operationId}`);
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  return operation;
}

/** @returns the status that the call was answered with, and the body */
async function execute(page: Page, operation: Locator): Promise<{ status: number; body: Record<string, unknown> }> {
  const answered = page.waitForResponse((response) => response.url().includes('/data/gateway/'));
  await operation.getByRole('button', { name: 'Execute' }).click();
  const response = await answered;
  await operation
    .locator('.live-responses-table .response-col_status', { hasText: String(response.status()) })
    .waitFor();
  return { status: response.status(), body: await response.json() };
}

async function choose(operation: Locator, contentType: string): Promise<void> {
  await operation.locator('.opblock-section-request-body select.content-type').selectOption(contentType);
}

describe('Swagger UI', () => {
  describe.each(['engage', 'noengage'])('%s', (operationId) => {
    it.each(['application/json', 'application/x-www-form-urlencoded'])(
      'gets 200 for its example as it stands, also the second time: %s',
      async (contentType) => {
        const page = await open('/docs');
        const operation = await tryOut(page, 'engagement', operationId);
        await choose(operation, contentType);

        expect(await execute(page, operation)).toMatchObject({ status: 200 });
        await operation.getByRole('button', { name: 'Clear' }).click();
        expect(await execute(page, operation)).toMatchObject({ status: 200 });
        expect(complaints).toEqual([]);
      },
    );

    it('gets 200 for each of its other examples', async () => {
      const page = await open('/docs');
      const operation = await tryOut(page, 'engagement', operationId);
      const examples = operation.locator('.opblock-section-request-body .examples-select select');
      const names = await examples
        .locator('option')
        .evaluateAll((options) => options.map((option) => Reflect.get(option, 'value')));

      expect(names).toHaveLength(3);
      for (const name of names) {
        await examples.selectOption(String(name));
        expect(await execute(page, operation)).toMatchObject({ status: 200 });
        await operation.getByRole('button', { name: 'Clear' }).click();
      }
      expect(complaints).toEqual([]);
    });
  });

  it('lists attempts, and finds one of them', async () => {
    const attemptId = await service.engage('visit-of-swagger-ui');
    const page = await open('/docs');

    const list = await tryOut(page, 'attempts', 'listAttempts');
    expect(await execute(page, list)).toMatchObject({ status: 200, body: { attempts: expect.any(Array) } });

    const find = await tryOut(page, 'attempts', 'findAttempt');
    await find.getByPlaceholder('attemptId').fill(attemptId);
    expect(await execute(page, find)).toMatchObject({ status: 200, body: { attemptId } });
    expect(complaints).toEqual([]);
  });

  it('is dark where the reader’s system is', async () => {
    const page = await open('/docs', { colorScheme: 'dark' });

    await page.locator('html.dark-mode').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('the page of frontend events', () => {
  it.each([
    ['wide and light', { viewport: { width: 1280, height: 900 } }],
    ['wide and dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' as const }],
    ['narrow', { viewport: { width: 360, height: 740 }, isMobile: true }],
  ])('can be read, %s', async (_, options) => {
    const page = await open('/docs/events', options);

    await page.getByRole('heading', { name: 'invitation:closed' }).waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('leads to each event', async () => {
    const page = await open('/docs/events');

    await page.getByRole('navigation').getByRole('link', { name: 'visit:join' }).click();
    await expect.poll(() => page.evaluate('document.querySelector(":target")?.id')).toBe('visit:join');
  });
});

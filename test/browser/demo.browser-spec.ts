import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, TestBrowser } from './support/chromium.js';
import { DemoPage } from './support/demo-page.js';
import { RunningService } from './support/running-service.js';

let browser: TestBrowser;
let service: RunningService;

beforeAll(async () => {
  [browser, service] = await Promise.all([TestBrowser.launch(), RunningService.start()]);
});

afterEach(() => browser.endVisits());

afterAll(async () => {
  await browser.close();
  await service.stop();
});

async function aNewcomer(options: Parameters<TestBrowser['visitor']>[0] = {}): Promise<DemoPage> {
  return DemoPage.open(await browser.visitor(options), service.url);
}

describe('a newcomer who plays strategy and visitor', () => {
  it('sees the way from the click to accepted, and the chat that it opens', async () => {
    const demo = await aNewcomer();

    await demo.engage();
    await demo.shows('shown');
    expect(await demo.replyStatus.textContent()).toContain('200');
    await demo.invitation.getByRole('button', { name: 'Chat now' }).click();
    await demo.shows('accepted');

    expect(await demo.lifecycle()).toEqual(['pending passed', 'delivered passed', 'shown passed', 'accepted current']);
    await demo.shop.getByRole('heading', { name: 'The team at Mornings' }).waitFor();
    expect(await demo.invitation.count()).toBe(0);
  });

  it('sees it declined', async () => {
    const demo = await aNewcomer();

    await demo.engage();
    await demo.invitation.getByRole('button', { name: 'Not now' }).click();
    await demo.shows('declined');

    expect(await demo.invitation.count()).toBe(0);
  });

  it('sees it ignored when nobody answers in time', async () => {
    const demo = await aNewcomer();
    await demo.fill('displaySeconds', '1');

    await demo.engage();
    await demo.invitation.waitFor();
    await demo.shows('ignored');

    expect(await demo.invitation.count()).toBe(0);
  });

  it('takes it back while it is shown', async () => {
    const demo = await aNewcomer();
    await demo.fill('reason, for noengage', 'no agent is free');
    await demo.engage();
    await demo.invitation.waitFor();
    await demo.shows('shown');

    await demo.noengage();
    await demo.shows('cancelled');

    await demo.invitation.waitFor({ state: 'detached' });
    expect(await demo.page.locator('#attempt-note').textContent()).toContain('no agent is free');
  });

  it('sees the same engage again answered without a second invitation', async () => {
    const demo = await aNewcomer();
    await demo.engage();
    await demo.shows('shown');

    await demo.engage();

    await demo.replyStatus.getByText('Idempotent-Replayed').waitFor();
    expect(await demo.invitation.count()).toBe(1);
  });

  it('sees which fields of a faulty request are wrong', async () => {
    const demo = await aNewcomer();
    await demo.fill('language', 'no language');
    await demo.fill('displaySeconds', '9999');

    await demo.engage();
    await demo.replyStatus.getByText('400').waitFor();

    const invalid = await demo.page.locator('[aria-invalid]').evaluateAll((fields) => fields.map(({ id }) => id));
    expect(invalid.sort()).toEqual(['displaySeconds', 'language']);
    expect(await demo.reply.textContent()).toContain('/ixnProfile/invitation/displaySeconds');
  });

  it('invites one page only, and sees the invitation come and go with the page', async () => {
    const demo = await aNewcomer();
    await demo.chooseExample('On the basket page only');
    await demo.engage();
    await demo.shows('pending');
    expect(await demo.invitation.count()).toBe(0);

    await demo.shop.getByRole('link', { name: 'Basket' }).click();
    await demo.invitation.waitFor();
    await demo.shop.getByRole('link', { name: 'Shop' }).click();
    await demo.invitation.waitFor({ state: 'detached' });
    await demo.shop.getByRole('link', { name: 'Basket' }).click();
    await demo.invitation.getByRole('button', { name: 'Yes, please' }).click();

    await demo.shows('accepted');
  });

  it('copies a command that does the same', async () => {
    const visitor = await browser.visitor({ permissions: ['clipboard-read', 'clipboard-write'] });
    const demo = await DemoPage.open(visitor, service.url);

    await demo.page.getByRole('button', { name: 'Copy' }).click();
    await demo.page.getByRole('button', { name: 'Copied' }).waitFor();

    const command = await demo.page.evaluate(() => navigator.clipboard.readText());
    expect(command).toContain(`curl -X POST ${service.url}/backend/data/gateway/engage`);
    expect(command).toContain(`"visitId": "${demo.visitId}"`);
  });

  it('opens a second tab of the shop for the same visit', async () => {
    const demo = await aNewcomer();

    const [second] = await Promise.all([
      demo.page.context().waitForEvent('page'),
      demo.page.getByRole('link', { name: 'Open a second tab of the shop' }).click(),
    ]);
    await demo.engage();

    await second.getByRole('dialog').waitFor();
    await demo.invitation.waitFor();
    expect(new URL(second.url()).searchParams.get('visitId')).toBe(demo.visitId);
  });
});

describe('the demo page', () => {
  it.each([
    ['on a desk', { viewport: { width: 1440, height: 900 } }],
    ['in the dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ] as const)('can be used by everybody and fits, %s', async (_, options) => {
    const demo = await aNewcomer({ ...options, reducedMotion: 'reduce' });
    await demo.engage();
    await demo.shows('shown');

    expect(await accessibilityFaults(demo.page)).toEqual([]);
    expect(await demo.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});

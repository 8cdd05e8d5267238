import { randomUUID } from 'node:crypto';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accessibilityFaults, TestBrowser } from './support/chromium.js';
import { HostSite } from './support/host-site.js';
import { RunningService } from './support/running-service.js';

let browser: TestBrowser;
let site: HostSite;
let service: RunningService;
let visitId: string;

beforeAll(async () => {
  [browser, site] = await Promise.all([TestBrowser.launch(), HostSite.start()]);
  service = await RunningService.start({ ALLOWED_ORIGINS: site.origin });
});

beforeEach(() => {
  visitId = `visit-${randomUUID()}`;
});

afterEach(() => browser.endVisits());

afterAll(async () => {
  await browser.close();
  await service.stop();
  await site.stop();
});

/** A page of another site with the library as one script tag, under the strictest policy that lets it load. */
async function aStrictPage(options: Parameters<TestBrowser['visitor']>[0] = {}, prepare?: () => void): Promise<Page> {
  const visitor: BrowserContext = await browser.visitor(options);
  const page = await visitor.newPage();
  if (prepare !== undefined) await page.addInitScript(prepare);
  const { url } = service;
  const address = site.publish('/', {
    policy: `default-src 'none'; script-src ${url}; connect-src ${url.replace('http', 'ws')}; require-trusted-types-for 'script'`,
    body: `<p><button>A button of the page</button></p>
      <script src="${url}/client/engagement.js" data-visit-id="${visitId}" defer></script>`,
  });
  await page.goto(address);
  return page;
}

const invitationIn = (page: Page): Locator => page.getByRole('dialog');

describe('the default invitation', () => {
  it('comes up in the page of another site, under a strict policy, as it is meant to look', async () => {
    const page = await aStrictPage();

    await service.engage(visitId, { invitation: { title: 'Hello', message: 'There' } });
    await invitationIn(page).waitFor();

    const { position, zIndex } = await page.locator('engagement-invitation').evaluate((host) => getComputedStyle(host));
    expect({ position, zIndex }).toEqual({ position: 'fixed', zIndex: '2147483000' });
  });

  it('shows hostile text as text', async () => {
    const page = await aStrictPage();
    const hostile = {
      title: '<script>alert("title")</script>',
      message: '<img src=x onerror=alert("message")>',
      acceptLabel: '<b onmouseover=alert("label")>Yes</b>',
      declineLabel: '"><svg onload=alert("label")>',
    };

    await service.engage(visitId, { invitation: hostile });
    const invitation = invitationIn(page);
    await invitation.waitFor();

    expect(await invitation.locator('h2').textContent()).toBe(hostile.title);
    expect(await invitation.locator('p').textContent()).toBe(hostile.message);
    expect(await invitation.locator('.accept').textContent()).toBe(hostile.acceptLabel);
    expect(await invitation.locator('.decline').textContent()).toBe(hostile.declineLabel);
    expect(await invitation.locator('img, script, b, .decline svg').count()).toBe(0);
  });

  it('has words of its own for what the strategy leaves out', async () => {
    const page = await aStrictPage();

    await service.engage(visitId);

    const invitation = page.getByRole('dialog', { name: 'Can we help you?' });
    await invitation.waitFor();
    expect(await invitation.getByRole('button').allTextContents()).toEqual([
      '×',
      'Yes, please',
      'No, thanks',
      'Don’t ask me again',
    ]);
  });

  it('is written in the direction of its language', async () => {
    const page = await aStrictPage();

    await service.engage(visitId, { language: 'ar', invitation: { title: 'مرحبا' } });
    await invitationIn(page).waitFor();

    const { lang, direction } = await page
      .locator('engagement-invitation')
      .evaluate((host) => ({ lang: host.getAttribute('lang'), direction: getComputedStyle(host).direction }));
    expect({ lang, direction }).toEqual({ lang: 'ar', direction: 'rtl' });
  });

  it('opens where the strategy says when it is accepted', async () => {
    const page = await aStrictPage();
    const chat = site.publish('/chat', { body: 'The chat' });
    const attemptId = await service.engage(visitId, { invitation: { url: chat } });

    await invitationIn(page).getByRole('button', { name: 'Yes, please' }).click();
    await page.waitForURL(chat);

    const { transitions } = await service.reaches(attemptId, 'accepted');
    expect(transitions.map(({ state }) => state)).toEqual(['pending', 'delivered', 'shown', 'accepted']);
  });

  it('that cannot be shown is reported as failed, with the reason', async () => {
    await aStrictPage({}, () => {
      Element.prototype.attachShadow = () => {
        throw new Error('no shadows here');
      };
    });

    const attemptId = await service.engage(visitId);

    const { reason } = await service.reaches(attemptId, 'failed');
    expect(reason).toBe('Error: no shadows here');
  });
});

describe('a visitor who uses the keyboard only', () => {
  it('keeps the focus when the invitation comes, reaches it, and accepts', async () => {
    const page = await aStrictPage();
    const own = page.getByRole('button', { name: 'A button of the page' });
    await own.focus();
    const attemptId = await service.engage(visitId);
    await invitationIn(page).waitFor();
    expect(await own.evaluate((button) => document.activeElement === button)).toBe(true);

    const seen: (string | undefined)[] = [];
    for (let press = 0; press < 4; press++) {
      await page.keyboard.press('Tab');
      seen.push(await focusIn(page));
    }
    expect(seen).toEqual(['close', 'accept', 'decline', 'never']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');

    await service.reaches(attemptId, 'accepted');
  });

  it('declines with Escape from within, and is back where they were', async () => {
    const page = await aStrictPage();
    const own = page.getByRole('button', { name: 'A button of the page' });
    await own.focus();
    const attemptId = await service.engage(visitId);
    await invitationIn(page).waitFor();

    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');

    const { reason } = await service.reaches(attemptId, 'declined');
    expect(reason).toBe('closed');
    expect(await own.evaluate((button) => document.activeElement === button)).toBe(true);
  });

  it('can say that they do not want to be asked again, and is back where they were', async () => {
    const page = await aStrictPage();
    const own = page.getByRole('button', { name: 'A button of the page' });
    await own.focus();
    const attemptId = await service.engage(visitId);
    await invitationIn(page).waitFor();

    for (let press = 0; press < 4; press++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    await service.reaches(attemptId, 'declined');
    expect(await invitationIn(page).count()).toBe(0);
    expect(await own.evaluate((button) => document.activeElement === button)).toBe(true);
  });

  it('does not decline with an Escape that is for the page', async () => {
    const page = await aStrictPage();
    await page.getByRole('button', { name: 'A button of the page' }).focus();
    const attemptId = await service.engage(visitId);
    await service.reaches(attemptId, 'shown');

    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');

    expect(await focusIn(page)).toBe('close');
  });
});

describe('a visitor who does not want to be asked again', () => {
  it('says so with one click, and is not', async () => {
    const page = await aStrictPage();
    const attemptId = await service.engage(visitId);

    await invitationIn(page).getByRole('button', { name: 'Don’t ask me again' }).click();

    const { reason, transitions } = await service.reaches(attemptId, 'declined');
    expect(reason).toBe('dont-ask-again');
    expect(transitions.map(({ state }) => state)).toEqual(['pending', 'delivered', 'shown', 'declined']);
    const next = await service.attempt(await service.engage(visitId));
    expect(next).toMatchObject({ state: 'suppressed', reason: 'dont-ask-again' });
    expect(await invitationIn(page).count()).toBe(0);
  });

  it('is asked again when they have merely declined, or closed it', async () => {
    const page = await aStrictPage();
    for (const name of ['No, thanks', 'Close']) {
      const attemptId = await service.engage(visitId);
      await invitationIn(page).getByRole('button', { name }).click();
      await service.reaches(attemptId, 'declined');
    }

    await service.reaches(await service.engage(visitId), 'shown');
  });

  it('finds it below the answers', async () => {
    const page = await aStrictPage();
    await service.engage(visitId);
    await invitationIn(page).waitFor();

    const [accept, decline, never] = await Promise.all(
      ['.accept', '.decline', '.never'].map((button) => invitationIn(page).locator(button).boundingBox()),
    );
    const bottomOf = (box: typeof accept): number => (box?.y ?? 0) + (box?.height ?? 0);
    expect(never?.y).toBeGreaterThanOrEqual(Math.max(bottomOf(accept), bottomOf(decline)));
    expect(await invitationIn(page).ariaSnapshot()).toContain('button "Don’t ask me again"');
  });
});

describe('a visitor who does not see the page', () => {
  it('is told of the invitation once, politely', async () => {
    const page = await aStrictPage();

    await service.engage(visitId, { invitation: { title: 'Hello', message: 'There' } });
    const announcer = page.locator('engagement-invitation [aria-live=polite]');

    await announcer.getByText('Hello. There.').waitFor();
    expect(await announcer.count()).toBe(1);
    await expect.poll(() => announcer.textContent(), { timeout: 10_000 }).toBe('');
  });

  it('hears what it is by its title and message', async () => {
    const page = await aStrictPage();
    await service.engage(visitId, { invitation: { title: 'Hello', message: 'There' } });
    await invitationIn(page).waitFor();

    expect(await invitationIn(page).ariaSnapshot()).toContain('dialog "Hello"');
    const description = await invitationIn(page).evaluate((card) => {
      const root = card.getRootNode();
      return (
        root instanceof ShadowRoot && root.getElementById(card.getAttribute('aria-describedby') ?? '')?.textContent
      );
    });
    expect(description).toBe('There');
  });
});

describe('any visitor', () => {
  it.each([
    ['by day', { colorScheme: 'light' }],
    ['by night', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ] as const)('can use the invitation, %s', async (_, options) => {
    const page = await aStrictPage({ ...options, reducedMotion: 'reduce', bypassCSP: true });
    await service.engage(visitId);
    await invitationIn(page).waitFor();

    expect(await accessibilityFaults(page)).toEqual([]);
    const sizes = await invitationIn(page)
      .getByRole('button')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect()));
    for (const { width, height } of sizes) expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
  });

  it('who wants less motion sees none', async () => {
    const page = await aStrictPage({ reducedMotion: 'reduce' });
    await service.engage(visitId);
    await invitationIn(page).waitFor();

    const { animation, bar } = await invitationIn(page).evaluate((card) => ({
      animation: getComputedStyle(card).animationName,
      bar: getComputedStyle(card.querySelector('.time-left') ?? card).display,
    }));
    expect({ animation, bar }).toEqual({ animation: 'none', bar: 'none' });
  });
});

/** The class of what has the focus in the invitation. */
function focusIn(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className);
}

import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestBrowser } from './support/chromium.js';
import { RunningService } from './support/running-service.js';

let browser: TestBrowser;
let service: RunningService;
let visitor: BrowserContext;
let visitId: string;

beforeAll(async () => {
  [browser, service] = await Promise.all([TestBrowser.launch(), RunningService.start()]);
});

beforeEach(async () => {
  visitId = `visit-${randomUUID()}`;
  visitor = await browser.visitor();
});

afterEach(() => browser.endVisits());

afterAll(async () => {
  await browser.close();
  await service.stop();
});

async function aTab(): Promise<Page> {
  const tab = await visitor.newPage();
  await tab.goto(`${service.url}/demo/shop?visitId=${visitId}`);
  return tab;
}

const invitationIn = (tab: Page) => tab.getByRole('dialog');
const chatIn = (tab: Page) => tab.getByRole('heading', { name: 'The team at Mornings' });

/** How long the tab shows its invitation, in milliseconds: what the bar of the time that is left takes. */
const displayTimeIn = (tab: Page) =>
  invitationIn(tab)
    .locator('.time-left')
    .evaluate((bar) => Number(bar.getAnimations()[0]?.effect?.getTiming().duration));

describe('a visitor who reloads the page', () => {
  it('still has the invitation, and only the time that was left', async () => {
    const tab = await aTab();
    const attemptId = await service.engage(visitId, { invitation: { displaySeconds: 30 } });
    await service.reaches(attemptId, 'shown');

    // Whole seconds are told: a page that began anew each time would never come below them.
    await expect
      .poll(
        async () => {
          await tab.reload();
          await invitationIn(tab).waitFor();
          return displayTimeIn(tab);
        },
        { timeout: 10_000 },
      )
      .toBeLessThan(30_000);
  });

  it('can answer it then', async () => {
    const tab = await aTab();
    const attemptId = await service.engage(visitId);
    await service.reaches(attemptId, 'shown');

    await tab.reload();
    await invitationIn(tab).getByRole('button', { name: 'Yes, please' }).click();

    await chatIn(tab).waitFor();
    expect((await service.attempt(attemptId)).state).toBe('accepted');
  });

  it('does not see again what was answered', async () => {
    const tab = await aTab();
    const attemptId = await service.engage(visitId);
    await invitationIn(tab).getByRole('button', { name: 'No, thanks' }).click();
    await service.reaches(attemptId, 'declined');

    await tab.reload();
    const next = await service.engage(visitId, { invitation: { title: 'The next one' } });
    await service.reaches(next, 'shown');

    expect(await invitationIn(tab).getByRole('heading').allTextContents()).toEqual(['The next one']);
  });
});

describe('a visitor with two tabs', () => {
  it('sees the invitation in both, and the first answer closes the other', async () => {
    const [first, second] = [await aTab(), await aTab()];
    const attemptId = await service.engage(visitId);
    await invitationIn(first).waitFor();
    await invitationIn(second).waitFor();

    await invitationIn(first).getByRole('button', { name: 'Yes, please' }).click();
    await service.reaches(attemptId, 'accepted');

    await chatIn(first).waitFor();
    await invitationIn(second).waitFor({ state: 'detached' });
    expect(await chatIn(second).isVisible()).toBe(false);
  });

  it('who accepts in both at once has one chat', async () => {
    const tabs = [await aTab(), await aTab()];
    await service.engage(visitId);
    for (const tab of tabs) await invitationIn(tab).waitFor();

    await Promise.all(
      tabs.map((tab) =>
        tab.evaluate(() => {
          const card = document.querySelector('engagement-invitation')?.shadowRoot;
          card?.querySelector<HTMLButtonElement>('.accept')?.click();
        }),
      ),
    );
    for (const tab of tabs) await invitationIn(tab).waitFor({ state: 'detached' });

    const chats = await Promise.all(tabs.map((tab) => chatIn(tab).isVisible()));
    expect(chats.filter(Boolean)).toHaveLength(1);
  });

  it('loses it in both when the strategy takes it back', async () => {
    const tabs = [await aTab(), await aTab()];
    await service.engage(visitId);
    for (const tab of tabs) await invitationIn(tab).waitFor();

    await service.noengage(visitId, 'no agent is free');

    for (const tab of tabs) await invitationIn(tab).waitFor({ state: 'detached' });
    expect(await Promise.all(tabs.map((tab) => chatIn(tab).isVisible()))).toEqual([false, false]);
  });

  it('sees it in the tab in front only, until the other comes to the front', async () => {
    const behind = await visitor.newPage();
    await behind.addInitScript(() => {
      let visibility: DocumentVisibilityState = 'hidden';
      Object.defineProperty(document, 'visibilityState', { get: () => visibility });
      addEventListener('to-the-front', () => {
        visibility = 'visible';
        document.dispatchEvent(new Event('visibilitychange'));
      });
    });
    await behind.goto(`${service.url}/demo/shop?visitId=${visitId}`);
    const attemptId = await service.engage(visitId);
    await service.reaches(attemptId, 'delivered');
    expect(await invitationIn(behind).count()).toBe(0);

    await behind.evaluate(() => dispatchEvent(new Event('to-the-front')));

    await service.reaches(attemptId, 'shown');
    expect(await invitationIn(behind).count()).toBe(1);
  });
});

describe('a service that crashes and comes back', () => {
  it('gets the answer that the visitor gave meanwhile', async () => {
    const tab = await aTab();
    const attemptId = await service.engage(visitId);
    await service.reaches(attemptId, 'shown');

    await service.crash();
    await invitationIn(tab).getByRole('button', { name: 'Yes, please' }).click();
    await service.comeBack();

    await chatIn(tab).waitFor();
    expect((await service.attempt(attemptId)).state).toBe('accepted');
  });

  it('invites the page that was open all the while', async () => {
    const tab = await aTab();
    const before = await service.engage(visitId);
    await invitationIn(tab).getByRole('button', { name: 'No, thanks' }).click();
    await service.reaches(before, 'declined');
    await service.crash();
    await service.comeBack();

    const after = await service.engage(visitId);

    await service.reaches(after, 'shown');
    expect(await invitationIn(tab).count()).toBe(1);
  });
});

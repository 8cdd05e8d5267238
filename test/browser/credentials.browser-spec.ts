import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, aVisitToken, bearer, FRONTEND_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { TestBrowser } from './support/chromium.js';
import { HostSite } from './support/host-site.js';
import { RunningService } from './support/running-service.js';

let browser: TestBrowser;
let site: HostSite;
let service: RunningService;

beforeAll(async () => {
  [browser, site] = await Promise.all([TestBrowser.launch(), HostSite.start()]);
  service = await RunningService.start({ ...WITH_CREDENTIALS, ALLOWED_ORIGINS: site.origin });
});

afterEach(() => browser.endVisits());

afterAll(async () => {
  await browser.close();
  await service.stop();
  await site.stop();
});

/** A page that asks its own site for tokens. It writes down what its connection tells. */
async function aPage(token: () => Promise<string>): Promise<Page> {
  const page = await (await browser.visitor()).newPage();
  await page.exposeFunction('tokenOfTheSite', token);
  await page.goto(
    site.publish('/', {
      body: '<ol id="heard"></ol>',
      policy: `default-src 'none'; script-src 'self' ${service.url}; connect-src ${service.url.replace('http', 'ws')}`,
      script: `
        import { connect } from '${service.url}/client/engagement.mjs';
        const client = connect({ url: '${service.url}', token: () => globalThis.tokenOfTheSite() });
        const heard = (text) => document.getElementById('heard').append(Object.assign(document.createElement('li'), { textContent: text }));
        for (const name of ['connected', 'disconnected', 'accepted', 'closed']) client.on(name, () => heard(name));
        client.on('error', ({ problem }) => heard('error ' + problem.code));
      `,
    }),
  );
  return page;
}

const heard = (page: Page): Promise<string[]> => page.locator('#heard li').allTextContents();

const tokenFor = (visitId: string, seconds: number): Promise<string> =>
  aVisitToken(Date.now(), { sub: visitId, exp: Math.floor(Date.now() / 1000) + seconds });

describe('a page with a visit token', () => {
  it('is invited, under a policy that allows it no more than the gateway', async () => {
    const page = await aPage(async () => {
      const reply = await fetch(`${service.url}/backend/data/gateway/visit-tokens`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...bearer(FRONTEND_KEY) },
        body: JSON.stringify({ visitId: 'v-minted' }),
      });
      return (await reply.json()).token;
    });
    await expect.poll(() => heard(page)).toEqual(['connected']);

    const attemptId = await service.engage('v-minted', { invitation: { acceptLabel: 'Chat now' } });
    await page.getByRole('button', { name: 'Chat now' }).click();

    await service.reaches(attemptId, 'accepted');
  });

  it('keeps its connection and its invitation while one token follows the other', async () => {
    const lifetimes = [2, 3, 600];
    const page = await aPage(() => tokenFor('v-renewing', lifetimes.shift() ?? 600));
    await expect.poll(() => heard(page)).toEqual(['connected']);
    const attemptId = await service.engage('v-renewing', { invitation: { acceptLabel: 'Still here' } });
    await service.reaches(attemptId, 'shown');

    await expect.poll(() => lifetimes, { timeout: 15_000 }).toEqual([]);
    // Longer than the tokens before held, with the tolerance for clocks.
    await page.waitForTimeout(8_000);

    expect(await heard(page)).toEqual(['connected']);
    await page.getByRole('button', { name: 'Still here' }).click();
    await service.reaches(attemptId, 'accepted');
  });

  it('that has expired for good is told so, and stays quiet', async () => {
    let asked = 0;
    const expired = await tokenFor('v-expired', -60);
    const page = await aPage(async () => {
      asked++;
      return expired;
    });

    await expect.poll(() => heard(page), { timeout: 90_000 }).toEqual(['error token-expired', 'error token-expired']);
    expect(asked).toBe(2);
  });
});

describe('Swagger UI, where keys are asked for', () => {
  it('calls with the key that the reader has entered', async () => {
    const page = await (await browser.visitor()).newPage();
    await page.goto(`${service.url}/docs`);
    const statusOf = async (): Promise<string> => {
      await page.locator('#operations-attempts-listAttempts').getByRole('button', { name: 'Execute' }).click();
      return page.locator('.live-responses-table .response .response-col_status').first().innerText();
    };
    await page.locator('#operations-attempts-listAttempts .opblock-summary-control').click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    expect(await statusOf()).toContain('401');

    await page.getByRole('button', { name: 'Authorize' }).click();
    // Beside it there is one for operators.
    const strategies = page.locator('.auth-container').filter({ hasText: 'API_KEYS' });
    await strategies.getByLabel('auth-bearer-value').fill(API_KEY);
    await strategies.getByRole('button', { name: 'Apply credentials' }).click();
    await page.locator('.close-modal').click();

    await expect.poll(statusOf).toContain('200');
  });
});

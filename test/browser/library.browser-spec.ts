import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestBrowser } from './support/chromium.js';
import { HostSite } from './support/host-site.js';
import { RunningService } from './support/running-service.js';

let browser: TestBrowser;
let site: HostSite;
let service: RunningService;
let visitId: string;

beforeAll(async () => {
  [browser, site] = await Promise.all([TestBrowser.launch(), HostSite.start()]);
  service = await RunningService.start({ ALLOWED_ORIGINS: site.origin, VISIT_CONFLICT: 'allow' });
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

/**
 * A page whose script uses the library as a module: `options` and `then` are its source. What the client tells is
 * written into the page.
 */
async function aPage(options: string, then = ''): Promise<Page> {
  const page = await (await browser.visitor()).newPage();
  await openPage(page, options, then);
  return page;
}

async function openPage(page: Page, options: string, then = ''): Promise<void> {
  const address = site.publish('/', {
    body: '<ol id="heard"></ol>',
    script: `
      import { connect } from '${service.url}/client/engagement.mjs';
      const client = connect({ url: '${service.url}', visitId: '${visitId}', ${options} });
      const heard = (text) => document.getElementById('heard').append(Object.assign(document.createElement('li'), { textContent: text }));
      for (const name of ['connected', 'disconnected', 'accepted', 'declined', 'ignored', 'closed', 'failed'])
        client.on(name, (detail) => heard([name, detail?.state].filter(Boolean).join(' ')));
      client.on('error', ({ problem }) => heard('error ' + problem.code));
      globalThis.client = client;
      ${then}
    `,
  });
  await page.goto(address);
}

const heard = (page: Page): Promise<string[]> => page.locator('#heard li').allTextContents();

async function hears(page: Page, text: string): Promise<void> {
  await page.locator('#heard').getByText(text, { exact: true }).waitFor();
}

describe('a page that shows invitations itself', () => {
  const OWN = `
    client.on('invitation', ({ attempt, accept, decline }) => {
      const own = document.createElement('button');
      own.textContent = attempt.invitation.title + ' ' + attempt.clientData?.offer;
      own.onclick = accept;
      document.body.append(own);
    });
    client.on('closed', () => document.querySelector('button').remove());`;

  it('gets them by event, with the data for the browser, and answers', async () => {
    const page = await aPage('invitationElement: false', OWN);
    await hears(page, 'connected');

    const attemptId = await service.engage(visitId, { invitation: { title: 'Own' }, clientData: { offer: 'gift' } });
    await page.getByRole('button', { name: 'Own gift' }).click();
    await service.reaches(attemptId, 'accepted');

    await hears(page, 'accepted');
    expect(await page.locator('engagement-invitation').count()).toBe(0);
  });

  it('can say that the visitor does not want to be asked again', async () => {
    const page = await aPage(
      'invitationElement: false',
      `client.on('invitation', ({ dontAskAgain }) => dontAskAgain());`,
    );
    await hears(page, 'connected');
    const [first, second] = [await service.engage(visitId), await service.engage(visitId)];

    await service.reaches(first, 'declined');

    await hears(page, 'declined');
    // The one that waited for its turn went with it, or came too late.
    const { state, reason } = await service.attempt(second);
    expect(['cancelled', 'suppressed']).toContain(state);
    expect(reason).toBe('dont-ask-again');
  });

  it('is told when it is to take one away', async () => {
    const page = await aPage('invitationElement: false', OWN);
    await service.engage(visitId, { invitation: { title: 'Own' } });
    await page.getByRole('button').waitFor();

    await service.noengage(visitId, 'enough');

    await hears(page, 'closed cancelled');
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('has shown nothing as long as it does not listen', async () => {
    const page = await aPage('invitationElement: false', `globalThis.listen = () => { ${OWN} };`);
    const attemptId = await service.engage(visitId, { invitation: { title: 'Own' } });
    await service.reaches(attemptId, 'delivered');
    expect(await page.getByRole('button').count()).toBe(0);

    await page.evaluate('listen()');

    await service.reaches(attemptId, 'shown');
    expect(await page.getByRole('button').count()).toBe(1);
  });

  it('that throws while it shows one reports it as failed', async () => {
    const page = await aPage(
      'invitationElement: false',
      `globalThis.reportError = () => {};
       client.on('invitation', () => { throw new Error('no room'); });`,
    );
    const attemptId = await service.engage(visitId);

    expect((await service.reaches(attemptId, 'failed')).reason).toBe('Error: no room');
    await hears(page, 'failed');
  });
});

describe('a page with the default invitation', () => {
  it('can have texts of its own', async () => {
    const page = await aPage(
      `texts: { title: 'Besoin d’aide ?', acceptLabel: 'Oui', closeLabel: 'Fermer', dontAskAgainLabel: 'Ne plus demander' }`,
    );

    await service.engage(visitId, { language: 'fr' });

    const invitation = page.getByRole('dialog', { name: 'Besoin d’aide ?' });
    await invitation.getByRole('button', { name: 'Fermer' }).waitFor();
    expect(await invitation.getByRole('button').allTextContents()).toEqual([
      '×',
      'Oui',
      'No, thanks',
      'Ne plus demander',
    ]);
  });

  it('can keep the visitor where they are when they accept', async () => {
    const page = await aPage('', `client.on('accepted', (accepted) => accepted.preventDefault());`);
    await service.engage(visitId, { invitation: { url: site.publish('/chat', { body: 'The chat' }) } });

    await page.getByRole('button', { name: 'Yes, please' }).click();
    await hears(page, 'accepted');

    expect(page.url()).toBe(`${site.origin}/`);
  });

  it('shows several attempts one after the other', async () => {
    const page = await aPage('');
    await hears(page, 'connected');
    const first = await service.engage(visitId, { invitation: { title: 'One' } });
    const second = await service.engage(visitId, { invitation: { title: 'Two' } });
    await service.reaches(first, 'shown');
    await service.reaches(second, 'delivered');

    expect(await page.getByRole('dialog').getByRole('heading').allTextContents()).toEqual(['One']);
    await page.getByRole('button', { name: 'No, thanks' }).click();

    await service.reaches(second, 'shown');
    expect(await page.getByRole('dialog').getByRole('heading').allTextContents()).toEqual(['Two']);
  });

  it('is left alone when the client is closed, and the attempt goes on', async () => {
    const page = await aPage('');
    const attemptId = await service.engage(visitId);
    await page.getByRole('dialog').waitFor();
    await service.reaches(attemptId, 'shown');

    await page.evaluate('client.close()');
    await hears(page, 'disconnected');

    expect(await page.getByRole('dialog').count()).toBe(0);
    expect((await service.attempt(attemptId)).state).toBe('shown');
  });
});

describe('a single-page site', () => {
  it('that navigates is invited for its new page', async () => {
    const page = await aPage(`pageId: 'one'`);
    await hears(page, 'connected');

    await page.evaluate(`client.navigate('two')`);
    const attemptId = await service.engage(visitId, { pageId: 'two' });

    await service.reaches(attemptId, 'shown');
    expect(await page.getByRole('dialog').count()).toBe(1);
  });

  it('that navigates while it connects is too', async () => {
    const page = await (await browser.visitor()).newPage();
    const held: (() => void)[] = [];
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (String(message).startsWith('40/frontend')) held.push(() => socket.send(message));
        else socket.send(message);
      });
    });
    await openPage(page, `pageId: 'one'`);
    // The gateway knows the page by now, and the page does not know yet that it is connected.
    await expect.poll(() => held.length, { timeout: 10_000 }).toBe(1);

    await page.evaluate(`client.navigate('two')`);
    for (const send of held) send();
    await hears(page, 'connected');

    const attemptId = await service.engage(visitId, { pageId: 'two' });
    await service.reaches(attemptId, 'shown');
    expect(await page.getByRole('dialog').count()).toBe(1);
  });
});

describe('a connection', () => {
  it('that the gateway refuses is told, with the reason', async () => {
    const page = await aPage('visitId: undefined');

    await page
      .locator('#heard')
      .getByText(/^error /)
      .waitFor();

    expect(await heard(page)).toEqual(['error validation-failed']);
  });

  it('whose token cannot be had is told, and not made', async () => {
    const page = await aPage(`token: () => Promise.reject(new Error('signed out'))`);

    await hears(page, 'error no-visit-token');

    expect(await heard(page)).not.toContain('connected');
  });

  it('can begin with long polling where that is asked for', async () => {
    const page = await aPage(`transports: ['polling']`);
    await hears(page, 'connected');

    const attemptId = await service.engage(visitId);

    await service.reaches(attemptId, 'shown');
    expect(await page.getByRole('dialog').count()).toBe(1);
  });
});

import { randomUUID } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { API_KEY, OPERATOR_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { accessibilityFaults, TestBrowser } from './support/chromium.js';
import { ConsolePage } from './support/console-page.js';
import { RunningService } from './support/running-service.js';
import { aSeededDatabase, type SeededDatabase } from './support/seeded-database.js';

const ATTEMPTS = 100_000;
const DAY_MS = 86_400_000;
const HOSTILE = '<img src=x onerror=alert(1)>"\'</script><script>alert(2)</script>';

let browser: TestBrowser;
let receiver: WebhookReceiver;
let database: SeededDatabase;
let service: RunningService;

beforeAll(async () => {
  const past = { attempts: ATTEMPTS, spanMs: 5 * DAY_MS, until: Date.now(), active: 30, failedDeliveries: 120 };
  [browser, receiver, database] = await Promise.all([
    TestBrowser.launch(),
    WebhookReceiver.start(),
    aSeededDatabase(past),
  ]);
  service = await RunningService.start({
    ...WITH_CREDENTIALS,
    ...receiver.settings(),
    DATABASE_URL: database.url,
  });
});

afterEach(() => browser.endVisits());

afterAll(async () => {
  await browser.close();
  await service.stop();
  await receiver.stop();
  await database.remove();
});

type ContextOptions = Parameters<TestBrowser['visitor']>[0];

/** An operator who is signed in. */
async function anOperator(place = '', options: ContextOptions = {}): Promise<ConsolePage> {
  const context = await browser.visitor(options);
  await context.addInitScript((key) => {
    // Before the page there is an empty one, which can keep nothing.
    if (location.protocol !== 'about:') sessionStorage.setItem('operator-key', key);
  }, OPERATOR_KEY);
  const console = await ConsolePage.open(context, service.url, place);
  await console.isFresh();
  return console;
}

const anInteraction = (): string => `interaction-${randomUUID()}`;

describe('whoever comes to the console', () => {
  it('sees nothing without an operator’s key, and is told when one will not do', async () => {
    const console = await ConsolePage.open(await browser.visitor(), service.url, '#/attempts');

    for (const key of [API_KEY, 'no-such-key']) {
      await console.signIn(key);
      await console.page.getByText('The key was not taken').waitFor();
    }
    expect(await console.page.locator('table').count()).toBe(0);

    await console.signIn(OPERATOR_KEY);
    await console.heading('Attempts').waitFor();
    expect(console.place).toBe('#/attempts');
    expect(await console.page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
  });

  it('is asked again when the key is taken away, and when signed out', async () => {
    const console = await anOperator('#/attempts');
    await console.page.evaluate(() => sessionStorage.setItem('operator-key', 'taken-away'));
    await console.page.getByRole('button', { name: 'Refresh' }).click();
    await console.heading('Who is there?').waitFor();

    // As it stands in the settings, with its name.
    await console.signIn(WITH_CREDENTIALS.OPERATOR_KEYS);
    await console.page.getByRole('button', { name: 'Sign out' }).click();
    await console.heading('Who is there?').waitFor();
    expect(await console.page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  it('may not put it into a frame', async () => {
    const { headers } = await fetch(`${service.url}/console`);

    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src 'self'; style-src 'self';.* frame-ancestors 'none'/,
    );
    expect((await fetch(`${service.url}/console/..%2f..%2fmain.js`)).status).toBe(404);
  });
});

describe('an operator who looks at the whole', () => {
  it('sees how far attempts came, by channel and by rule too', async () => {
    const console = await anOperator('#/overview?window=week');

    const stages = await console.rows(console.panel('How far they came'));
    expect(stages.map(([stage, , , share]) => [stage, share])).toEqual([
      ['Started', '100%'],
      ['Delivered', expect.stringMatching(/^84/)],
      ['Shown', expect.stringMatching(/^7[89]/)],
      ['Accepted', expect.stringMatching(/^31/)],
    ]);
    const channels = await console.rows(console.panel('By channel'));
    expect(channels.map(([channel]) => channel)).toEqual(['chat', 'callback']);
    const rules = await console.rows(console.panel('By rule'));
    expect(rules.map(([rule]) => rule)).toEqual(expect.arrayContaining(['cart-abandonment', 'none named']));
    expect(await console.rows(console.panel('Connected visitors'))).toMatchObject([
      [expect.any(String), 'connected', 'backend, frontend', '0', '0', '0', expect.any(String)],
    ]);
    expect(await console.page.locator('.plot canvas').count()).toBe(2);
    expect(await console.page.getByRole('img', { name: /Attempts for each hour: .* started/ }).count()).toBe(1);
  });

  it('sees what happens while it happens', async () => {
    const console = await anOperator('#/overview?window=hour');
    await console.page.clock.install();
    await console.refresh();
    const started = console.panel('How far they came').locator('tbody tr').first().locator('td').nth(1);
    const before = await started.textContent();

    for (let index = 0; index < 3; index++) await service.engage(`live-${randomUUID()}`);
    await console.page.clock.runFor(5_500);

    await vi.waitFor(async () => expect(await started.textContent()).not.toBe(before), { timeout: 5_000 });
  });

  it('asks for nothing while nobody looks', async () => {
    const console = await anOperator();
    const { page } = console;
    // Timers that the page set before would go on by the real time.
    await page.clock.install();
    await page.reload();
    await console.isFresh();
    const look = (isHidden: boolean): Promise<void> =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    let asked = 0;
    await look(true);
    page.on('request', () => asked++);

    await page.clock.runFor(60_000);
    expect(asked).toBe(0);

    await look(false);
    // The report, the nodes, the endpoints, and whether the database takes changes.
    await vi.waitFor(() => expect(asked).toBe(4), { timeout: 15_000 });
  });

  it('goes on from a rule to its attempts, and back', async () => {
    const console = await anOperator('#/overview?window=week');
    await console.panel('By rule').getByRole('link', { name: 'exit-intent' }).click();
    await console.heading('Attempts').waitFor();
    expect(await console.page.getByLabel('Rule').inputValue()).toBe('exit-intent');
    const since = Date.parse(await console.page.getByLabel('From').inputValue());
    expect(since).toBeGreaterThan(Date.now() - 8 * DAY_MS);
    expect(since).toBeLessThan(Date.now() - 6 * DAY_MS);

    await console.page.goBack();
    await console.heading('Overview').waitFor();
    expect(console.place).toBe('#/overview?window=week');
  });

  it('is told when the service is away, and sees it come back', async () => {
    const console = await anOperator();
    await console.page.clock.install();
    await service.crash();
    await console.page.getByRole('button', { name: 'Refresh' }).click();
    await console.page.getByText('The service cannot be reached').waitFor();
    await console.freshness(/^Not reached since \d/).waitFor();
    expect(await console.notice.textContent()).toContain('What you see is as of');
    expect(await console.rows(console.panel('How far they came'))).toHaveLength(4);

    await service.comeBack();
    await console.page.clock.runFor(3_500);
    await console.notice.waitFor({ state: 'detached' });
    await console.freshness(/^Live · \d/).waitFor();
  });

  it('is told when the service answers with errors', async () => {
    const console = await anOperator();
    await console.page.route('**/operations/funnel*', (route) => route.fulfill({ status: 503, json: {} }));
    await console.refresh();

    await console.freshness(/^Not up to date since \d/).waitFor();
    expect(await console.page.locator('#freshness').getAttribute('data-live')).toBe('false');
  });

  it('is told when the database takes no changes, though what there is can be seen', async () => {
    const console = await anOperator();
    const since = '2026-01-31T12:00:14.310Z';
    const notReady = { status: 'error', details: { store: { status: 'down', kind: 'sqlite', since } } };
    await console.page.route('**/health/ready', (route) => route.fulfill({ status: 503, json: notReady }));
    await console.refresh();

    await console.freshness(/^Not ready since \d/).waitFor();
    await console.page.getByText('nobody is invited until it does').waitFor();
    expect(await console.page.locator('#freshness').getAttribute('data-live')).toBe('false');
    expect(await console.rows(console.panel('How far they came'))).toHaveLength(4);

    await console.page.unrouteAll();
    await console.refresh();
    await console.freshness(/^Live · \d/).waitFor();
    await console.notice.waitFor({ state: 'detached' });
  });

  it('is told in which zone times are', async () => {
    const console = await anOperator('', { timezoneId: 'Asia/Kolkata' });

    await console.freshness(/^Live · .*GMT\+5:30$/).waitFor();
    expect(await console.page.locator('#freshness').getAttribute('title')).toContain('Asia/');
  });

  it('goes on after an answer that broke off', async () => {
    const console = await anOperator();
    await console.page.clock.install();
    const brokenOff = { status: 200, contentType: 'application/json', body: '{"nodes":[' };
    await console.page.route('**/operations/nodes', (route) => route.fulfill(brokenOff), { times: 1 });
    await console.page.getByRole('button', { name: 'Refresh' }).click();
    await console.page.getByText('The service cannot be reached').waitFor();

    await console.page.clock.runFor(3_500);
    await console.notice.waitFor({ state: 'detached' });
  });
});

describe('an operator who looks for one attempt out of many', () => {
  it.each([
    ['an interaction', 'interaction-77777', 1],
    ['a visit', 'visit-12345', 3],
    ['nobody’s', 'nobody', 0],
  ])('finds it by the id of %s', async (_, id, count) => {
    const console = await anOperator('#/attempts');
    await console.page.getByLabel('An id').fill(id);
    await console.page.keyboard.press('Enter');
    await console.page.getByText(`${count} on this page`).waitFor();

    expect(console.place).toBe(`#/attempts?id=${id}`);
    if (count === 0) await console.page.getByText('Nothing like it is on record.').waitFor();
  });

  it('finds them by state, channel, rule and time', async () => {
    const console = await anOperator('#/attempts');
    await console.page.getByLabel('State').selectOption('accepted');
    await console.page.getByLabel('Channel').fill('callback');
    await console.page.getByLabel('Rule').fill('pricing-page');
    await console.page.getByLabel('From').fill('2020-01-31T12:00');
    await console.page.getByRole('button', { name: 'Search' }).click();
    await console.page.getByText('Looked back to').waitFor();

    const rows = await console.rows(console.panel('The newest'));
    expect(rows.length).toBeGreaterThan(10);
    for (const [, state, , , channel, rule] of rows)
      expect([state, channel, rule]).toEqual(['accepted', 'callback', 'pricing-page']);
    expect(console.place).toContain('since=2020-01-31T');
  });

  it('turns pages, each of which has an address, and goes back', async () => {
    const console = await anOperator('#/attempts?state=declined');
    const first = await console.rows(console.panel('The newest'));
    await console.page.getByRole('link', { name: 'Older' }).click();
    const second = await console.rows(console.panel('Further ones'));
    expect(second).toHaveLength(50);
    expect(first.map(([, , interaction]) => interaction)).not.toContain(second[0]?.[2]);

    await console.page.reload();
    expect(await console.rows(console.panel('Further ones'))).toEqual(second);
    await console.page.goBack();
    expect(await console.rows(console.panel('The newest'))).toEqual(first);
  });

  it('is told how far back it was looked for what is rare', async () => {
    const console = await anOperator('#/attempts?ruleName=no-such-rule');
    await console.page.getByText('Looked back to').waitFor();
    const first = console.place;

    await console.page.getByRole('link', { name: 'Look further back' }).click();
    await console.page.getByRole('link', { name: 'The newest' }).waitFor();
    expect(console.place).not.toBe(first);
  });
});

describe('an operator who looks at one attempt', () => {
  it('sees what happened, and the payload only when it is asked for', async () => {
    const interactionId = anInteraction();
    const attemptId = await service.engage('v-payload', { interactionId, data: { customer: 'Ada Lovelace' } });
    const console = await anOperator(`#/attempts/${attemptId}`);

    expect(await console.panel('Timeline').textContent()).toContain('by the strategy (orchestration)');
    expect(await console.panel('Payload').textContent()).toContain('"customer": "•••"');
    expect(await console.page.content()).not.toContain('Ada Lovelace');

    await console.page.getByRole('button', { name: 'Show values' }).click();
    await console.panel('Payload').getByText('Ada Lovelace').waitFor();
  });

  it('cancels it, after a question, with a reason', async () => {
    const attemptId = await service.engage('v-cancel');
    const console = await anOperator(`#/attempts/${attemptId}`);
    const cancel = console.page.getByRole('button', { name: 'Cancel the attempt' });

    await cancel.click();
    await console.page.getByRole('button', { name: 'Not now' }).click();
    expect((await service.attempt(attemptId)).state).toBe('pending');
    await cancel.click();
    await console.page.getByRole('dialog').getByLabel('Why').fill('the campaign is over');
    await console.page.getByRole('dialog').getByRole('button', { name: 'Cancel the attempt' }).click();

    await console.notice.getByText('The attempt is cancelled.').waitFor();
    await console.panel('Timeline').getByText('by the operator (night-shift)').waitFor();
    expect(await service.attempt(attemptId)).toMatchObject({ state: 'cancelled', reason: 'the campaign is over' });
    await cancel.waitFor({ state: 'detached' });
  });

  it('is not asked any more about one that is not looked at any more', async () => {
    const attemptId = await service.engage('v-left');
    const console = await anOperator('#/attempts');
    await console.goTo(`#/attempts/${attemptId}`);
    await console.page.getByRole('button', { name: 'Cancel the attempt' }).click();
    await console.page.getByRole('dialog').waitFor();

    await console.page.goBack();
    await console.heading('Attempts').waitFor();
    expect(await console.page.getByRole('dialog').count()).toBe(0);
    expect((await service.attempt(attemptId)).state).toBe('pending');
  });

  it('is told when it had ended meanwhile', async () => {
    const attemptId = await service.engage('v-ended');
    const console = await anOperator(`#/attempts/${attemptId}`);
    await console.page.route('**/cancel', (route) =>
      route.fulfill({ status: 400, json: { code: 'attempt-ended', detail: 'The attempt has ended: it is accepted.' } }),
    );

    await console.page.getByRole('button', { name: 'Cancel the attempt' }).click();
    await console.page.getByRole('dialog').getByRole('button', { name: 'Cancel the attempt' }).click();

    await console.notice.getByText('The attempt has ended: it is accepted.').waitFor();
  });

  it('sees what comes of its end, which is planned a moment later', async () => {
    const attemptId = await service.engage('v-aftermath');
    await service.noengage('v-aftermath', 'enough');
    const context = await browser.visitor();
    await context.route(`**/operations/attempts/${attemptId}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), deliveries: [] } });
    });
    const console = await ConsolePage.open(context, service.url, `#/attempts/${attemptId}`);
    await console.page.clock.install();
    await console.signIn(OPERATOR_KEY);
    await console.freshness(/^Live · /).waitFor();
    await console.panel('Outcome deliveries').getByText('Nothing was to be told').waitFor();

    await context.unrouteAll();
    const passes = (until: Locator): Promise<void> =>
      vi.waitFor(
        async () => {
          await console.page.clock.runFor(5_000);
          expect(await until.count()).toBe(1);
        },
        { timeout: 10_000, interval: 20 },
      );
    await passes(console.panel('Outcome deliveries').getByText('delivered'));
    await passes(console.freshness(/^As of /));
  });

  it('is told that there is none', async () => {
    const console = await ConsolePage.open(
      await browser.visitor(),
      service.url,
      '#/attempts/0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21',
    );
    await console.signIn(OPERATOR_KEY);

    await console.page.getByText('There is no attempt').waitFor();
  });

  it('reads hostile texts as they are written', async () => {
    const attemptId = await service.engage(`v ${HOSTILE}`, {
      channel: HOSTILE.slice(0, 60),
      ruleName: HOSTILE,
      data: { [HOSTILE]: HOSTILE },
      invitation: { title: HOSTILE },
    });
    const console = await anOperator(`#/attempts/${attemptId}`);
    await console.page.getByRole('button', { name: 'Show values' }).click();
    await console.panel('Payload').getByText('onerror').first().waitFor();
    await console.panel('About').getByRole('link').click();
    await console.page.getByText('1 on this page').waitFor();
    await console.goTo(`#/attempts?ruleName=${encodeURIComponent(HOSTILE)}`);
    await console.page.getByText('1 on this page').waitFor();
    await service.noengage(`v ${HOSTILE}`, HOSTILE);
    await console.goTo('#/overview?window=hour');
    await console.panel('By rule').getByText('onerror').waitFor();

    expect(await console.page.locator('img[src=x]').count()).toBe(0);
  });
});

describe('an operator who looks after deliveries', () => {
  it('sees what failed, and sends one again', async () => {
    const console = await anOperator('#/deliveries?state=failed');
    const [endpoint] = await console.rows(console.panel('Endpoints'));
    expect(endpoint?.slice(0, 3)).toEqual(['default', 'well', receiver.url]);
    const [, , , attempt] = (await console.rows(console.panel('Deliveries')))[0] ?? [];
    const before = receiver.taken.length;

    await console
      .panel('Deliveries')
      .getByRole('button', { name: /Send again: outcome/ })
      .first()
      .click();
    await console.page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();

    await console.notice.getByText('The outcome is on its way.').waitFor();
    await vi.waitFor(() => expect(receiver.taken.length).toBeGreaterThan(before), { timeout: 10_000 });
    expect(receiver.taken.map(({ attemptId }) => attemptId)).toContain(attempt);
  });

  it('knows on a phone too what is sent again, and to whom', async () => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    const console = await anOperator('#/deliveries', phone);
    const row = console.panel('Deliveries').locator('tbody tr').first();
    const attemptId = (await row.getByRole('link').textContent()) ?? 'no attempt';
    expect(await row.getByRole('link').isVisible()).toBe(true);
    expect(await row.getByText('default').isVisible()).toBe(true);
    expect(await console.overflow()).toBe(0);

    await row.getByRole('button', { name: 'Send again' }).tap();
    const question = await console.page.getByRole('dialog').textContent();
    expect(question).toContain(`of the attempt ${attemptId} goes to the endpoint default once more`);
    await console.page.getByRole('button', { name: 'Not now' }).tap();
  });

  it('sends again whatever failed', async () => {
    const console = await anOperator('#/deliveries');
    await console.page.getByRole('button', { name: 'Send failed again to default' }).click();
    await console.page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();

    await console.notice.getByText(/\d+ deliveries are on its way|\d+ deliveries are/).waitFor();
    await vi.waitFor(() => expect(receiver.taken.length).toBeGreaterThan(100), { timeout: 10_000 });
  });

  it('enables an endpoint that is disabled', async () => {
    receiver.answer = () => 410;
    const attemptId = await service.engage('v-gone');
    await service.noengage('v-gone', 'enough');
    const console = await anOperator(`#/attempts/${attemptId}`);
    await console.goTo('#/deliveries');
    await console.panel('Endpoints').getByText('disabled').waitFor({ timeout: 90_000 });
    receiver.answer = () => 204;

    await console.page.getByRole('button', { name: 'Enable default' }).click();
    await console.page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();

    await console.notice.getByText('default is told again.').waitFor();
    await console.panel('Endpoints').getByText('well').waitFor();
  });
});

describe('whoever uses the console', () => {
  const places = ['#/overview?window=week', '#/attempts', '#/attempts?id=interaction-99000', '#/deliveries'];

  it.each(['light', 'dark'] as const)('finds nothing that axe faults, in %s', async (colorScheme) => {
    const attemptId = await service.engage(`v-axe-${colorScheme}`);
    const console = await anOperator('', { colorScheme });
    for (const place of [...places, `#/attempts/${attemptId}`]) {
      await console.goTo(place);
      await console.isFresh();
      expect(await accessibilityFaults(console.page), place).toEqual([]);
    }
    await console.page.getByRole('button', { name: 'Cancel the attempt' }).click();
    expect(await accessibilityFaults(console.page), 'the question').toEqual([]);
    await console.page.keyboard.press('Escape');
    await console.page.getByRole('button', { name: 'Sign out' }).click();
    expect(await accessibilityFaults(console.page), 'signing in').toEqual([]);
  });

  it('has it all on a phone', async () => {
    const console = await anOperator('', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    for (const place of places) {
      await console.goTo(place);
      await console.isFresh();
      expect(await console.overflow(), place).toBe(0);
    }
  });

  it('goes by the keyboard alone', async () => {
    const attemptId = await service.engage('v-keyboard');
    const console = await anOperator('#/attempts?visitId=v-keyboard');
    const { keyboard } = console.page;
    await keyboard.press('Tab');
    expect(await console.page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await keyboard.press('Enter');
    const reach = async (name: string): Promise<void> => {
      for (let step = 0; step < 40; step++) {
        await keyboard.press('Tab');
        const focused = await console.page.evaluate(() => {
          const { activeElement: element } = document;
          if (element === document.body) return '';
          return element?.getAttribute('aria-label') ?? element?.getAttribute('href') ?? element?.textContent ?? '';
        });
        if (focused.includes(name)) return;
      }
      throw new Error(`the keyboard does not reach ${name}`);
    };
    await reach(attemptId);
    await keyboard.press('Enter');
    await console.heading('Attempt pending').waitFor();
    expect(await console.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await reach('Cancel the attempt');
    await keyboard.press('Enter');
    await console.page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    expect(await console.page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel the attempt');
    expect((await service.attempt(attemptId)).state).toBe('pending');
  });

  it('keeps to the colours that were chosen', async () => {
    const console = await anOperator('', { colorScheme: 'light' });
    const ground = (): Promise<string> =>
      console.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await console.page.getByRole('button', { name: 'Switch to the dark colours' }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);

    await console.page.reload();
    await console.isFresh();
    expect(await ground()).toBe(dark);
  });
});

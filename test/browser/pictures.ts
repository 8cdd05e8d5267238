import { join } from 'node:path';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { TestFrontend } from '../support/frontend.js';
import { TestBrowser } from './support/chromium.js';
import { ConsolePage } from './support/console-page.js';
import { RunningService } from './support/running-service.js';
import { aSeededDatabase } from './support/seeded-database.js';

/** Takes the pictures of the console that the documents show: npm run pictures. */

const DAY_MS = 86_400_000;

const [folder = 'docs/images'] = process.argv.slice(2);

interface Picture {
  readonly name: string;
  readonly place: string;
  readonly colorScheme: 'light' | 'dark';
  readonly size: readonly [width: number, height: number];
}

const [browser, receiver, database] = await Promise.all([
  TestBrowser.launch(),
  WebhookReceiver.start(),
  aSeededDatabase({ attempts: 100_000, spanMs: 6 * DAY_MS, until: Date.now(), active: 24, failedDeliveries: 40 }),
]);
const service = await RunningService.start({ DATABASE_URL: database.url, ...receiver.settings() });
const visitors = await Promise.all(
  Array.from({ length: 40 }, (_, index) => TestFrontend.connect(service, { visitId: `visitor-${index}` })),
);
try {
  const attemptId = await anAttempt();
  const pictures: readonly Picture[] = [
    { name: 'console-overview-light', place: '#/overview?window=week', colorScheme: 'light', size: [1280, 940] },
    { name: 'console-overview-dark', place: '#/overview?window=week', colorScheme: 'dark', size: [1280, 940] },
    { name: 'console-attempts-dark', place: '#/attempts?channel=callback', colorScheme: 'dark', size: [1280, 640] },
    { name: 'console-attempt-light', place: `#/attempts/${attemptId}`, colorScheme: 'light', size: [1280, 900] },
    { name: 'console-phone-light', place: '#/overview?window=week', colorScheme: 'light', size: [360, 740] },
  ];
  for (const picture of pictures) await take(picture);
} finally {
  for (const visitor of visitors) visitor.close();
  await browser.close();
  await service.stop();
  await receiver.stop();
  await database.remove();
}

/** One that was shown and accepted, and whose strategy was told. */
async function anAttempt(): Promise<string> {
  const attemptId = await service.engage('visitor-1', {
    ruleName: 'cart-abandonment',
    language: 'en',
    invitation: { title: 'Can we help you choose?', acceptLabel: 'Chat now' },
    data: { customer: { name: 'A. Customer', isMember: true }, cartTotal: 129.9 },
  });
  for (const disposition of ['delivered', 'shown', 'accepted'] as const)
    await visitors[1]?.report({ attemptId, disposition });
  return attemptId;
}

async function take({ name, place, colorScheme, size: [width, height] }: Picture): Promise<void> {
  const context = await browser.visitor({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
  const console = await ConsolePage.open(context, service.url, place);
  await console.isFresh();
  await console.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  await browser.endVisits();
}

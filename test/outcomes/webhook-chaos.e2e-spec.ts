import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aTestDirectory } from '../support/directory.js';
import { OutcomeTraffic } from '../support/outcome-traffic.js';
import { ServiceProcess } from '../support/process.js';
import { breachesBetween, RECORDED_OUTCOMES, type RecordedOutcome } from '../support/told-and-recorded.js';
import { type Answer, WEBHOOK_SECRET, WebhookReceiver } from '../support/webhook-receiver.js';

const VISITS = 16;

/** How many webhooks come before memory is looked at, and how many outcomes there are in all. */
const WARM_UP = 1_000;
const OUTCOMES = 4_000;

/** By how much memory may have grown, in bytes: some is garbage not yet collected; the long replies alone are gibibytes. */
const MOST_GROWTH = 200 * 2 ** 20;

const LONG_REPLY = Buffer.alloc(10 * 2 ** 20, 'x');

/** What every second webhook meets when it comes first: half of those have been taken all the same. */
const FAILURES: readonly Answer[] = [
  'break-off',
  500,
  'break-off',
  { status: 301, headers: { location: '/elsewhere' } },
  'break-off',
  { status: 503, body: LONG_REPLY },
  'break-off',
  502,
];

let receiver: WebhookReceiver;
let service: ServiceProcess | undefined;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
});

afterEach(async () => {
  if (service?.isRunning) await service.signal('SIGKILL');
  await receiver.stop();
});

/** Fails in every way, but lets each pass when it comes again. */
function chaos(): WebhookReceiver['answer'] {
  const seen = new Set<string>();
  return ({ id }) => {
    const count = seen.size;
    const isFirst = !seen.has(id);
    seen.add(id);
    if (isFirst && count === 1_200) return 410;
    if (isFirst && count % 1_500 === 999) return { status: 429, headers: { 'retry-after': '1' } };
    if (isFirst && count % 500 === 7) return 'hang';
    if (isFirst && count % 2 === 1) return FAILURES[((count - 1) / 2) % FAILURES.length] ?? 500;
    return count % 20 === 0 ? { status: 200, body: LONG_REPLY } : 204;
  };
}

async function operations(method: 'GET' | 'POST', path: string): Promise<unknown> {
  return (await fetch(`${service?.url}/operations/${path}`, { method })).json();
}

async function standing(): Promise<unknown> {
  const { endpoints } = (await operations('GET', 'endpoints')) as { endpoints: readonly { standing: string }[] };
  return endpoints[0]?.standing;
}

function residentBytes({ pid }: ServiceProcess): number {
  const [, kibibytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN;
}

describe('a receiver that loses half of its replies, fails, hangs, redirects and talks without end', () => {
  it('is told everything, in order, and costs the gateway no memory', { timeout: 180_000 }, async () => {
    const file = join(aTestDirectory(), 'chaos-test.db');
    service = await ServiceProcess.start({
      DATABASE_URL: `sqlite:${file}`,
      VISIT_CONFLICT: 'allow',
      OUTCOME_WEBHOOK_TIMEOUT_SECONDS: '1',
      ...receiver.settings(),
    });
    receiver.answer = chaos();
    const database = new Database(file, { readonly: true });
    const recorded = (): RecordedOutcome[] => database.prepare(RECORDED_OUTCOMES).all([]) as RecordedOutcome[];
    const traffic = await OutcomeTraffic.start(service.url, VISITS);
    await receiver.until(({ received }) => received.length >= WARM_UP, 30_000);
    const before = residentBytes(service);
    await expect.poll(() => recorded().length, { timeout: 90_000 }).toBeGreaterThan(OUTCOMES);
    await traffic.stop();

    await expect.poll(standing, { timeout: 90_000 }).toBe('disabled');
    await operations('POST', 'endpoints/default/enable');
    await expect
      .poll(() => breachesBetween(receiver.received, recorded()).length, { timeout: 60_000, interval: 200 })
      .toBe(0);

    database.close();
    expect(residentBytes(service) - before).toBeLessThan(MOST_GROWTH);
  });
});

describe('endpoints that hang', () => {
  it('do not delay another beside them, not even at the same host', { timeout: 180_000 }, async () => {
    receiver.answer = ({ path }) => (path === '/fast' ? 204 : 'hang');
    const alone = await delaysBeside([]);
    const beside = await delaysBeside(['slow-1', 'slow-2', 'slow-3']);

    expect(receiver.received.filter(({ path }) => path !== '/fast').length).toBeGreaterThan(32);
    expect(percentile(beside, 0.99)).toBeLessThan(Math.max(250, 3 * percentile(alone, 0.99)));
  });
});

/** @returns from a visitor's answer until the fast endpoint was told of it, in milliseconds, for some hundred outcomes */
async function delaysBeside(slow: readonly string[]): Promise<readonly number[]> {
  const directory = aTestDirectory();
  const file = join(directory, 'endpoints.json');
  writeFileSync(
    file,
    JSON.stringify(
      ['fast', ...slow].map((name) => ({ name, url: `${receiver.url}/${name}`, secrets: [WEBHOOK_SECRET] })),
    ),
  );
  service = await ServiceProcess.start({
    DATABASE_URL: `sqlite:${join(directory, 'slow-test.db')}`,
    VISIT_CONFLICT: 'allow',
    OUTCOME_WEBHOOK_TIMEOUT_SECONDS: '30',
    OUTCOME_WEBHOOKS_FILE: file,
    OUTGOING_NETWORKS: 'loopback',
  });
  const traffic = await OutcomeTraffic.start(service.url, 4);
  const before = receiver.received.length;
  const toldSince = (): typeof receiver.received =>
    receiver.received.slice(before).filter(({ path }) => path === '/fast');
  await receiver.until(() => toldSince().length >= 500, 20_000);
  await traffic.stop();
  await service.signal('SIGKILL');
  return toldSince().map(({ at, message }) => performance.timeOrigin + at - Date.parse(message.timestamp));
}

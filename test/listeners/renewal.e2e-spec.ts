import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { aCertificate, CertificateFiles, put } from '../support/certificates.js';
import { API_KEY, bearer, OTHER_API_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { aTestDirectory } from '../support/directory.js';
import { TestFrontend } from '../support/frontend.js';
import { HttpsCaller } from '../support/https-caller.js';
import { runToItsEnd, ServiceProcess } from '../support/process.js';
import { TestService } from '../support/service.js';

const PATIENCE = { timeout: 30_000, interval: 50 };

/** Calls without pause until it is stopped. @returns the statuses, and what failed */
function traffic(call: () => Promise<number>): { readonly stop: () => Promise<ReadonlyMap<number | string, number>> } {
  let running = true;
  const outcomes = new Map<number | string, number>();
  const count = (outcome: number | string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const loops = Array.from({ length: 4 }, async () => {
    while (running) {
      await call().then(count, (error: unknown) => count(String(error)));
      await delay(2);
    }
  });
  return {
    stop: async () => {
      running = false;
      await Promise.all(loops);
      return outcomes;
    },
  };
}

describe('a certificate that is renewed under traffic', () => {
  it('is shown to whoever comes then, and no request and no connection is lost', async () => {
    const [first, second, other] = await Promise.all(['one', 'two', 'three'].map((name) => aCertificate(name)));
    if (first === undefined || second === undefined || other === undefined) throw new Error('no certificates');
    const files = new CertificateFiles(aTestDirectory(), first);
    const service = await TestService.start({ ...files.settings, PORT: 'off', LOG_LEVEL: 'error' });
    onTestFinished(() => service.stop());
    const url = `${service.url}/backend/data/gateway/engage`;
    const serialOf = ({ cert }: { cert: string }): string => new X509Certificate(cert).serialNumber;
    const shown = async (): Promise<string> => (await new HttpsCaller().call(`${service.url}/openapi.json`)).serial;
    const [fresh, kept] = [new HttpsCaller(), new HttpsCaller({}, { keepAlive: true })];
    const engage = (caller: HttpsCaller) => async () =>
      (await caller.call(url, { body: { ixnProfile: anIxnProfile() } })).status;
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' }, { rejectUnauthorized: false });
    expect(await shown()).toBe(serialOf(first));
    const running = [traffic(engage(fresh)), traffic(engage(kept))];

    files.replace(second);
    await vi.waitFor(async () => expect(await shown()).toBe(serialOf(second)), PATIENCE);

    // The key of another certificate: nobody is shown it.
    writeFileSync(files.keyFile, other.key);
    await delay(2_500);
    expect(await shown()).toBe(serialOf(second));

    files.replace(other);
    await vi.waitFor(async () => expect(await shown()).toBe(serialOf(other)), PATIENCE);

    const outcomes = await Promise.all(running.map(({ stop }) => stop()));
    for (const outcome of outcomes) expect([...outcome.keys()]).toEqual([200]);
    await kept.call(url, { body: { ixnProfile: anIxnProfile({ visitId: 'v-1' }) } });
    expect(await browser.invitations.next()).toMatchObject({ visitId: 'v-1' });
    expect(browser.disconnections.all).toEqual([]);
    for (const closable of [browser, fresh, kept]) closable.close();
  }, 40_000);
});

describe('keys in a file that are replaced under traffic', () => {
  it('hold from then on, while a key that stays is never refused', async () => {
    const directory = aTestDirectory();
    const file = join(directory, 'keys');
    put(file, `old:0123456789abcdef,stays:${API_KEY}`);
    const { API_KEYS: _, ...others } = WITH_CREDENTIALS;
    const service = await ServiceProcess.start({
      ...others,
      API_KEYS_FILE: file,
      MAX_FAILED_AUTHENTICATIONS_PER_MINUTE: '10000',
      DATABASE_URL: `sqlite:${join(directory, 'keys-test.db')}`,
    });
    onTestFinished(async () => void (await service.signal('SIGTERM')));
    const statusFor = async (key: string): Promise<number> => {
      const reply = await fetch(`${service.url}/backend/data/gateway/attempts?limit=1`, { headers: bearer(key) });
      await reply.arrayBuffer();
      return reply.status;
    };
    expect([await statusFor('0123456789abcdef'), await statusFor(OTHER_API_KEY)]).toEqual([200, 401]);
    const running = traffic(() => statusFor(API_KEY));

    put(file, `new:${OTHER_API_KEY},stays:${API_KEY}`, 1);
    await vi.waitFor(async () => expect(await statusFor(OTHER_API_KEY)).toBe(200), PATIENCE);
    expect(await statusFor('0123456789abcdef')).toBe(401);

    for (const [text, number] of [
      ['no keys at all', 2],
      ['', 3],
    ] as const) {
      put(file, text, number);
      await delay(2_500);
      expect(await statusFor(OTHER_API_KEY)).toBe(200);
    }

    expect([...(await running.stop()).keys()]).toEqual([200]);
  }, 40_000);
});

describe('wrong certificates', () => {
  it('stop the service at start with one line', async () => {
    const directory = aTestDirectory();
    const [one, other] = [await aCertificate('one'), await aCertificate('other')];
    const files = new CertificateFiles(directory, { cert: one.cert, key: other.key });
    const nonsense = join(directory, 'nonsense.pem');
    put(nonsense, 'nonsense');
    const complaint = async (environment: object): Promise<string> => {
      const settings = { ...files.settings, DATABASE_URL: `sqlite:${join(directory, 'x-test.db')}`, ...environment };
      const { code, stderr } = await runToItsEnd(settings);
      expect(code).toBe(78);
      expect(stderr.trimEnd()).not.toContain('\n');
      return stderr;
    };

    expect(await complaint({})).toMatch(/^HTTPS_KEY_FILE=.* will not do \(.*mismatch.*\)/);
    expect(await complaint({ HTTPS_CERT_FILE: nonsense })).toMatch(/^HTTPS_CERT_FILE=/);
    expect(await complaint({ HTTPS_KEY_FILE: join(directory, 'nowhere') })).toMatch(/^HTTPS_KEY_FILE=.*ENOENT/);
    files.replace(one);
    expect(await complaint({ HTTPS_CLIENT_CA_FILE: nonsense, ...WITH_CREDENTIALS })).toMatch(/^HTTPS_CLIENT_CA_FILE=/);
    put(nonsense, one.cert.replace(/[A-Z]{8}/, 'AAAAAAAA'), 4);
    expect(await complaint({ HTTPS_CLIENT_CA_FILE: nonsense, ...WITH_CREDENTIALS })).toMatch(/^HTTPS_CLIENT_CA_FILE=/);
  });
});

import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { aCertificate, anAuthority, type Certificate, CertificateFiles, put } from '../support/certificates.js';
import { API_KEY, aVisitToken, bearer, WITH_CREDENTIALS } from '../support/credentials.js';
import { aTestDirectory } from '../support/directory.js';
import { TestFrontend } from '../support/frontend.js';
import { HttpsCaller } from '../support/https-caller.js';
import { type Environment, TestService } from '../support/service.js';

let authority: Certificate;
let server: Certificate;
let callers: Readonly<Record<'nobody' | 'strategy' | 'stranger' | 'late', Certificate | undefined>>;
let service: TestService;

beforeAll(async () => {
  const other = await anAuthority('another authority');
  authority = await anAuthority('the strategies’ authority');
  server = await aCertificate('localhost');
  callers = {
    nobody: undefined,
    strategy: await aCertificate('router-7', { by: authority }),
    stranger: await aCertificate('router-7', { by: other }),
    late: await aCertificate('router-7', { by: authority, expired: true }),
  };
});

afterEach(async () => {
  await service.stop();
});

async function aService(environment: Environment): Promise<string> {
  const directory = aTestDirectory();
  const files = new CertificateFiles(directory, server);
  const ca = join(directory, 'ca.crt');
  put(ca, authority.cert);
  service = await TestService.start({ ...files.settings, HTTPS_CLIENT_CA_FILE: ca, ...environment });
  return service.otherUrls[0] ?? '';
}

async function engage(url: string, who: keyof typeof callers, headers = {}): ReturnType<HttpsCaller['call']> {
  const caller = new HttpsCaller(callers[who] ?? {});
  return caller.call(`${url}/backend/data/gateway/engage`, { headers, body: { ixnProfile: anIxnProfile() } });
}

const { VISIT_TOKEN_SECRET } = WITH_CREDENTIALS;

describe('certificates as the only credential of strategies', () => {
  it.each([
    ['strategy', 200],
    ['nobody', 401],
    ['stranger', 401],
    ['late', 401],
  ] as const)('let the %s in, or not: %i', async (who, status) => {
    const url = await aService({ VISIT_TOKEN_SECRET });

    expect((await engage(url, who)).status).toBe(status);
  });

  it('name the caller in the audit trail', async () => {
    const url = await aService({ VISIT_TOKEN_SECRET });
    const { body } = await engage(url, 'strategy');
    const caller = new HttpsCaller(callers.strategy);

    const details = await caller.call(`${url}/backend/data/gateway/attempts/${String(body['attemptId'])}`);

    expect(details.body['transitions']).toMatchObject([{ state: 'pending', actor: 'router-7' }]);
  });

  it('are not shown over plain HTTP: nobody is let in there', async () => {
    await aService({ VISIT_TOKEN_SECRET });

    expect((await service.engage(anIxnProfile())).status).toBe(401);
  });

  it('are not asked of browsers', async () => {
    const url = await aService({ VISIT_TOKEN_SECRET });
    const token = await aVisitToken(service.clock.now());
    const browser = await TestFrontend.connect({ url }, { token }, { rejectUnauthorized: false });

    const caller = new HttpsCaller(callers.strategy);
    await caller.call(`${url}/backend/data/gateway/engage`, { body: { ixnProfile: anIxnProfile({ visitId: 'v-1' }) } });

    expect(await browser.invitations.next()).toMatchObject({ visitId: 'v-1' });
    browser.close();
  });
});

describe('certificates beside API keys', () => {
  it.each([
    ['strategy', API_KEY, 200],
    ['strategy', '0123456789abcdef01', 401],
    ['strategy', undefined, 401],
    ['nobody', API_KEY, 401],
    ['stranger', API_KEY, 401],
  ] as const)('are both asked for: %s with %s gets %i', async (who, key, status) => {
    const url = await aService(WITH_CREDENTIALS);

    expect((await engage(url, who, key === undefined ? {} : bearer(key))).status).toBe(status);
  });

  it('leave a key over plain HTTP without effect', async () => {
    await aService(WITH_CREDENTIALS);

    expect((await service.engage(anIxnProfile(), bearer(API_KEY))).status).toBe(401);
  });
});

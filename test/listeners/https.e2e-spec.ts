import { connect } from 'node:tls';
import { once } from 'node:events';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { type Certificate, CertificateFiles, aCertificate } from '../support/certificates.js';
import { WITH_CREDENTIALS } from '../support/credentials.js';
import { aTestDirectory } from '../support/directory.js';
import { TestFrontend } from '../support/frontend.js';
import { HttpsCaller } from '../support/https-caller.js';
import { RawConnection } from '../support/raw-connection.js';
import { type Environment, TestService } from '../support/service.js';

let certificate: Certificate;
let service: TestService;
const caller = new HttpsCaller();

beforeAll(async () => {
  certificate = await aCertificate('localhost');
});

afterEach(async () => {
  await service.stop();
});

async function aService(environment: Environment = {}): Promise<void> {
  const files = new CertificateFiles(aTestDirectory(), certificate);
  service = await TestService.start({ ...files.settings, ...environment });
}

/** The version of TLS that a client which knows only these comes to terms with. */
async function versionOf(
  minVersion: 'TLSv1' | 'TLSv1.2',
  maxVersion: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3',
): Promise<unknown> {
  const { port } = new URL(service.url);
  const socket = connect({
    port: Number(port),
    host: '127.0.0.1',
    rejectUnauthorized: false,
    minVersion,
    maxVersion,
    // What old versions need is off by default in the library itself.
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  try {
    await once(socket, 'secureConnect');
    return socket.getProtocol();
  } catch {
    return 'refused';
  } finally {
    socket.destroy();
  }
}

describe('HTTPS instead of HTTP', () => {
  it('serves calls and connections', async () => {
    await aService({ PORT: 'off' });
    expect(service.url).toMatch(/^https:/);
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' }, { rejectUnauthorized: false });

    const reply = await caller.call(`${service.url}/backend/data/gateway/engage`, {
      body: { ixnProfile: anIxnProfile({ visitId: 'v-1' }) },
    });

    expect(reply.status).toBe(200);
    expect(await browser.invitations.next()).toMatchObject({ attemptId: reply.body['attemptId'] });
    browser.close();
  });

  it('says that it always will, but in open mode, which would bind every service on this machine', async () => {
    const saying = async (): Promise<unknown> =>
      (await caller.call(`${service.url}/openapi.json`)).headers['strict-transport-security'];
    await aService({ PORT: 'off' });
    expect(await saying()).toBeUndefined();
    await service.stop();

    await aService({ PORT: 'off', ...WITH_CREDENTIALS });
    expect(await saying()).toBe('max-age=15552000');
  });

  it('takes TLS 1.2 and 1.3, and nothing older', async () => {
    await aService({ PORT: 'off' });

    expect(await versionOf('TLSv1', 'TLSv1.1')).toBe('refused');
    expect(await versionOf('TLSv1.2', 'TLSv1.2')).toBe('TLSv1.2');
    expect(await versionOf('TLSv1.2', 'TLSv1.3')).toBe('TLSv1.3');
  });

  it('puts up with HTTP on its port, and with connections that say nothing', async () => {
    await aService({ PORT: 'off', HANDSHAKE_TIMEOUT_SECONDS: '1' });
    const [plain, silent] = [await RawConnection.to(service.url), await RawConnection.to(service.url)];
    plain.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');

    await plain.untilClosed();
    const { tookMs } = await silent.untilClosed();

    expect(tookMs).toBeLessThan(5_000);
    expect((await caller.call(`${service.url}/openapi.json`)).status).toBe(200);
  });

  it('counts connections before their handshake', async () => {
    await aService({ PORT: 'off', MAX_CONNECTIONS_PER_ADDRESS: '2' });
    const held = [await RawConnection.to(service.url), await RawConnection.to(service.url)];

    const { said } = await (await RawConnection.to(service.url)).untilClosed();

    expect(said).toBe('');
    for (const connection of held) connection.close();
    await expect
      .poll(() =>
        caller.call(`${service.url}/openapi.json`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });
});

describe('HTTPS beside HTTP', () => {
  it('serves the same: an invitation reaches browsers on either', async () => {
    await aService();
    const [secureUrl = ''] = service.otherUrls;
    expect([service.url, secureUrl].map((url) => new URL(url).protocol)).toEqual(['http:', 'https:']);
    const plain = await TestFrontend.connect(service, { visitId: 'v-1' });
    const secure = await TestFrontend.connect({ url: secureUrl }, { visitId: 'v-1' }, { rejectUnauthorized: false });

    const { body } = await caller.call(`${secureUrl}/backend/data/gateway/engage`, {
      body: { ixnProfile: anIxnProfile({ visitId: 'v-1' }) },
    });

    for (const browser of [plain, secure]) {
      expect(await browser.invitations.next()).toMatchObject({ attemptId: body['attemptId'] });
      browser.close();
    }
    expect((await service.get(`attempts/${String(body['attemptId'])}`)).status).toBe(200);
  });

  it('does not tie browsers to HTTPS', async () => {
    await aService();

    expect(
      (await caller.call(`${service.otherUrls[0]}/openapi.json`)).headers['strict-transport-security'],
    ).toBeUndefined();
  });

  it('refuses other sites’ pages on both', async () => {
    await aService();

    for (const url of [service.url, service.otherUrls[0] ?? ''])
      await expect(
        TestFrontend.connect(
          { url },
          { visitId: 'v-1' },
          { rejectUnauthorized: false, extraHeaders: { Origin: 'https://evil.example' } },
        ),
      ).rejects.toThrow();
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../config/index.js';
import { Endpoints } from './endpoints.js';

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

type Settings = Parameters<typeof Endpoints.of>[0];

const NOTHING: Settings = {
  outcomeWebhookUrl: null,
  outcomeWebhookSecrets: [SECRET],
  outcomeWebhookTypes: [],
  outcomeWebhooksFile: null,
  outgoingNetworks: [],
  roles: ['backend', 'frontend'],
};

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'engagement-test-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

const toUrl = (outcomeWebhookUrl: string, ...outgoingNetworks: readonly string[]): Endpoints =>
  Endpoints.of({ ...NOTHING, outcomeWebhookUrl, outgoingNetworks });

function fileOf(...endpoints: readonly object[]): string {
  const file = join(directory, `endpoints-${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(endpoints));
  return file;
}

describe('endpoints', () => {
  it('are none where none are configured', () => {
    expect(Endpoints.of(NOTHING).all).toEqual([]);
  });

  it('are that of the settings and those of the file, each by its name', () => {
    const file = fileOf({ name: 'reports', url: 'https://reports.example.com', secrets: [SECRET] });

    const endpoints = Endpoints.of({
      ...NOTHING,
      outcomeWebhookUrl: 'https://strategy.example.com/{interactionId}',
      outcomeWebhookTypes: ['engagement.accepted'],
      outcomeWebhooksFile: file,
    });

    expect(endpoints.all.map(({ name }) => name)).toEqual(['default', 'reports']);
    expect(endpoints.named('default')).toMatchObject({ outcomes: ['accepted'], secrets: [SECRET] });
    expect(endpoints.named('reports')?.address.text).toBe('https://reports.example.com');
    expect(endpoints.named('nobody')).toBeUndefined();
  });

  it('are none on a node that takes no engages, whatever is configured', () => {
    const outcomeWebhookUrl = 'https://strategy.example.com';

    expect(Endpoints.of({ ...NOTHING, outcomeWebhookUrl, roles: ['frontend'] }).all).toEqual([]);
    expect(Endpoints.of({ ...NOTHING, outcomeWebhookUrl, roles: ['backend'] }).all).toHaveLength(1);
  });

  it('in a file are not called as that of the settings is, unless that is not there', () => {
    const outcomeWebhooksFile = fileOf({ name: 'default', url: 'https://reports.example.com', secrets: [SECRET] });

    expect(() =>
      Endpoints.of({ ...NOTHING, outcomeWebhookUrl: 'https://strategy.example.com', outcomeWebhooksFile }),
    ).toThrow('the name "default" is that of OUTCOME_WEBHOOK_URL. Choose another');
    expect(Endpoints.of({ ...NOTHING, outcomeWebhooksFile }).all).toHaveLength(1);
  });

  it.each([
    [{ outcomeWebhookUrl: 'https://{visitId}.example.com' }, 'OUTCOME_WEBHOOK_URL will not do: it holds a placeholder'],
    [{ outcomeWebhooksFile: '/nowhere/endpoints.json' }, 'will not do: it cannot be read (ENOENT'],
    [{ outcomeWebhooksFile: '/' }, 'will not do: it cannot be read (EISDIR'],
  ])('that will not do are refused: %j', (settings, why) => {
    expect(() => Endpoints.of({ ...NOTHING, ...settings })).toThrow(ConfigurationError);
    expect(() => Endpoints.of({ ...NOTHING, ...settings })).toThrow(why);
  });

  it('of a file are refused with what is wrong with it, and how it should be', () => {
    const outcomeWebhooksFile = fileOf({ name: 'reports' });

    expect(() => Endpoints.of({ ...NOTHING, outcomeWebhooksFile })).toThrow(
      `OUTCOME_WEBHOOKS_FILE=${JSON.stringify(outcomeWebhooksFile)} will not do: the url of "reports" must be a text. It must be a file such as [{"name": "reports"`,
    );
  });
});

describe('an endpoint at an address that is never called', () => {
  it.each([
    ['http://127.0.0.1:9000/x', 'loopback'],
    ['http://localhost:9000/x', 'loopback'],
    ['https://localhost/x', 'loopback'],
    ['http://[::1]:9000/x', 'loopback'],
    ['http://2130706433/x', 'loopback'],
    ['http://0x7f.1/x', 'loopback'],
    ['http://017700000001/x', 'loopback'],
    ['https://10.1.2.3/x', '10.1.2.3'],
    ['http://10.1.2.3/x', '10.1.2.3'],
    ['https://192.168.0.1/', '192.168.0.1'],
    ['https://169.254.169.254/latest', '169.254.169.254'],
    ['https://[fd00:ec2::254]/', 'fd00:ec2::254'],
    ['https://[::ffff:10.1.2.3]/', '::ffff:a01:203'],
    ['https://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
    ['https://0.0.0.0/', '0.0.0.0'],
    ['https://[::]/', '::'],
  ])('is refused, and the remedy helps: %s', (url, network) => {
    expect(() => toUrl(url)).toThrow(ConfigurationError);
    expect(() => toUrl(url)).toThrow(`for example OUTGOING_NETWORKS=${network}`);
    expect(toUrl(url, network).all).toHaveLength(1);
  });

  it('over plain http is refused where https would do', () => {
    expect(() => toUrl('http://93.184.216.34/x')).toThrow(
      'The webhook "default" at 93.184.216.34 will not do: plain http goes only to networks of OUTGOING_NETWORKS: use https',
    );
    expect(toUrl('https://93.184.216.34/x').all).toHaveLength(1);
    expect(toUrl('http://93.184.216.34/x', '93.184.216.0/24').all).toHaveLength(1);
  });

  it('over plain http is refused where no network is named', () => {
    expect(() => toUrl('http://intranet.example.com/x')).toThrow('for example OUTGOING_NETWORKS=loopback');
    expect(toUrl('http://intranet.example.com/x', '10.0.0.0/8').all).toHaveLength(1);
  });

  it('is told when it is tried where its name shows nothing', () => {
    expect(toUrl('https://intranet.example.com/x').all).toHaveLength(1);
  });

  it('in a file is refused by its name', () => {
    const outcomeWebhooksFile = fileOf({ name: 'reports', url: 'https://10.0.0.1/', secrets: [SECRET] });

    expect(() => Endpoints.of({ ...NOTHING, outcomeWebhooksFile })).toThrow('The webhook "reports" at 10.0.0.1');
  });
});

import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../config/index.js';
import { CallerRules } from './caller-rules.js';

const HOST = '127.0.0.1:8080';

const CREDENTIALS = { API_KEYS: 'strategy:0123456789abcdef', VISIT_TOKEN_SECRET: 'x'.repeat(32) };

function rulesFor(allowedOrigins: readonly string[], credentials = {}): CallerRules {
  return new CallerRules(readConfiguration({ ...credentials, ALLOWED_ORIGINS: allowedOrigins.join(',') }));
}

/** The code of the fault of a call that is refused; nothing for one that is welcome. */
function refusalOf(
  headers: IncomingHttpHeaders,
  { method = 'POST', allowedOrigins = [] as string[] } = {},
): string | undefined {
  return rulesFor(allowedOrigins).faultOf({ method, headers })?.code;
}

describe('a call that no page makes', () => {
  it.each(['127.0.0.1:8080', '[::1]:8080', 'localhost:8080', 'localhost', 'demo.localhost:8080'])(
    'is welcome under the name %s',
    (host) => {
      expect(refusalOf({ host })).toBeUndefined();
    },
  );

  it.each(['evil.example', 'localhost.evil.example:8080', '192.168.0.7:8080', ''])(
    'is refused under the name "%s", which may be a web page’s trick',
    (host) => {
      expect(refusalOf({ host })).toBe('forbidden-host');
    },
  );

  it('is refused without a name', () => {
    expect(refusalOf({})).toBe('forbidden-host');
  });
});

describe('a call of a page', () => {
  it.each(['http://127.0.0.1:8080', 'https://127.0.0.1:8080'])('of the service itself, %s, is welcome', (origin) => {
    expect(refusalOf({ host: HOST, origin })).toBeUndefined();
    expect(refusalOf({ host: HOST, origin, 'sec-fetch-site': 'same-origin' })).toBeUndefined();
  });

  it.each([
    'https://evil.example',
    'http://127.0.0.1',
    'http://127.0.0.1:3000',
    'http://localhost:8080',
    'http://127.0.0.1:8080.evil.example',
    'http://127.0.0.1:8080/',
    'HTTP://127.0.0.1:8080',
    'file://127.0.0.1:8080',
    'null',
    '',
  ])('of another origin, "%s", is refused', (origin) => {
    expect(refusalOf({ host: HOST, origin })).toBe('forbidden-origin');
  });

  it('is refused under another name even when page and name agree: a name can be made to point anywhere', () => {
    expect(refusalOf({ host: 'evil.example:8080', origin: 'http://evil.example:8080' })).toBe('forbidden-host');
  });

  it('of an origin that is allowed is welcome, and no other beside it', () => {
    const allowedOrigins = ['https://shop.example.com', 'http://localhost:3000'];

    for (const origin of allowedOrigins)
      expect(refusalOf({ host: HOST, origin, 'sec-fetch-site': 'cross-site' }, { allowedOrigins })).toBeUndefined();
    for (const origin of ['https://shop.example.com:8443', 'http://shop.example.com', 'https://example.com'])
      expect(refusalOf({ host: HOST, origin }, { allowedOrigins })).toBe('forbidden-origin');
  });
});

describe('a call whose origin the browser keeps to itself', () => {
  it.each(['cross-site', 'same-site'] as const)('is refused when it is %s', (site) => {
    for (const method of ['GET', 'POST'])
      expect(refusalOf({ host: HOST, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }, { method })).toBe(
        'forbidden-origin',
      );
  });

  it.each(['same-origin', 'none'] as const)('is welcome when it is %s', (site) => {
    expect(refusalOf({ host: HOST, 'sec-fetch-site': site }, { method: 'GET' })).toBeUndefined();
  });
});

describe('a link on another site’s page', () => {
  const navigation = {
    host: HOST,
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  } as const;

  it('may lead to a page of the service', () => {
    expect(refusalOf(navigation, { method: 'GET' })).toBeUndefined();
  });

  it.each([
    ['post a form', navigation, 'POST'],
    ['show it in a frame', { ...navigation, 'sec-fetch-dest': 'iframe' }, 'GET'],
    ['load it as an image', { ...navigation, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }, 'GET'],
  ] as const)('may not %s', (_, headers, method) => {
    expect(refusalOf(headers, { method })).toBe('forbidden-origin');
  });
});

describe('a refusal', () => {
  it('says what to do about it', () => {
    const rules = rulesFor([]);

    expect(rules.faultOf({ headers: { host: 'evil.example' } })?.message).toContain('localhost');
    expect(rules.faultOf({ headers: { host: HOST, origin: 'https://evil.example' } })?.message).toContain(
      'ALLOWED_ORIGINS',
    );
  });
});

describe('an origin pattern', () => {
  const rules = rulesFor(['https://*.example.com', 'http://*.shop.test:3000'], CREDENTIALS);
  const faultOf = (origin: string): unknown => rules.faultOf({ headers: { host: 'gateway.internal', origin } });

  it.each(['https://www.example.com', 'https://a.b-c.example.com', 'http://x.shop.test:3000'])(
    'lets %s in',
    (origin) => {
      expect(faultOf(origin)).toBeUndefined();
    },
  );

  it.each([
    'https://example.com',
    'http://www.example.com',
    'https://www.example.com:8443',
    'https://www.example.com.evil.test',
    'https://evil.test/.example.com',
    'https://evil.test#.example.com',
    'https://evil.test@.example.com',
    'https://.example.com',
    'https://wwwexample.com',
    'https://WWW.example.com',
    'http://x.shop.test',
    'null',
  ])('keeps %s out', (origin) => {
    expect(faultOf(origin)).toMatchObject({ code: 'forbidden-origin' });
  });
});

describe('with credentials', () => {
  const rules = rulesFor([], CREDENTIALS);

  it('the service goes by any name, and may be behind a proxy', () => {
    expect(rules.faultOf({ headers: { host: 'engage.example.com' } })).toBeUndefined();
    expect(rules.faultOf({ headers: { host: HOST, 'x-forwarded-for': '192.0.2.1' } })).toBeUndefined();
  });

  it('pages of other origins are refused all the same', () => {
    expect(rules.faultOf({ headers: { host: 'engage.example.com', origin: 'https://evil.example' } })).toMatchObject({
      code: 'forbidden-origin',
    });
  });
});

describe('without credentials', () => {
  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'])(
    'a call through a proxy, which tells by %s, is refused',
    (header) => {
      expect(refusalOf({ host: HOST, [header]: '192.0.2.1' })).toBe('forbidden-host');
    },
  );
});

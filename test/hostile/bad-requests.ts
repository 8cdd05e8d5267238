import { deflateSync, brotliCompressSync, gzipSync } from 'node:zlib';
import { aRequest } from './raw-exchange.js';

/**
 * Requests that are broken as such. Each says what may come of it: statuses, where 0 stands for a connection that is
 * closed without a word.
 */
export type BadRequest = readonly [what: string, request: string | Buffer, statuses: readonly number[]];

const VALID = JSON.stringify({ ixnProfile: { interactionId: 'hostile', visitId: 'hostile' } });
const PATH = '/backend/data/gateway/engage';

const form = (text: string): Buffer => aRequest(text, { type: 'application/x-www-form-urlencoded' });
const withHeader = (...headers: readonly string[]): Buffer => aRequest(VALID, { headers });
const get = (path: string): Buffer => aRequest('', { method: 'GET', path, type: null, length: null });
const raw = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const zeros = Buffer.alloc(8 * 1024 * 1024);

const SYNTAX: readonly BadRequest[] = [
  ['', [400]],
  ['{', [400]],
  ['nul', [400]],
  [`${VALID},`, [400]],
  [`${VALID}${VALID}`, [400]],
  [VALID.replace('}}', ',}}'), [400]],
  [VALID.replaceAll('"', "'"), [400]],
  [`/* */${VALID}`, [400]],
  ['{"ixnProfile":NaN}', [400]],
  ['{"ixnProfile":Infinity}', [400]],
  ['{"ixnProfile":undefined}', [400]],
  [`\ufffe${VALID}`, [400]],
  [VALID.replace('hostile', 'a\nb'), [400]],
  [VALID.replace('hostile', '\\x41'), [400]],
  [VALID.replace('hostile', '\\u12'), [400]],
].map(([body, statuses]) => [
  `JSON that is none: ${String(body).slice(0, 30)}`,
  aRequest(String(body)),
  statuses as number[],
]);

const BYTES: readonly BadRequest[] = [
  ['UTF-16 in little order', aRequest(Buffer.from(VALID, 'utf16le')), [400]],
  ['UTF-16 in big order', aRequest(Buffer.from(VALID, 'utf16le').swap16()), [400]],
  [
    'a byte that no UTF-8 has',
    aRequest(Buffer.concat([Buffer.from(VALID.slice(0, -10)), Buffer.from([0xff]), Buffer.from(VALID.slice(-10))])),
    [400],
  ],
  [
    'a slash that is written too long',
    aRequest(
      Buffer.concat([Buffer.from(VALID.slice(0, -10)), Buffer.from([0xc0, 0xaf]), Buffer.from(VALID.slice(-10))]),
    ),
    [400],
  ],
  [
    'half of a surrogate pair as bytes',
    aRequest(
      Buffer.concat([Buffer.from(VALID.slice(0, -10)), Buffer.from([0xed, 0xa0, 0xbd]), Buffer.from(VALID.slice(-10))]),
    ),
    [400],
  ],
  ['a character that ends too soon', aRequest(Buffer.concat([Buffer.from(VALID), Buffer.from([0xe2, 0x82])])), [400]],
  ['nothing but zeros', aRequest(Buffer.alloc(1_000)), [400]],
  ['noise', aRequest(Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 7_919) % 256))), [400]],
  ['a body that is a byte too long', aRequest(VALID.padEnd(256 * 1024 + 1)), [413]],
  ['a body of eight megabytes', aRequest(zeros), [413]],
];

const TYPES: readonly BadRequest[] = [
  'text/plain',
  'text/json',
  'application/xml',
  'application/octet-stream',
  'application/jsonx',
  'application/json; charset=utf-16',
  'application/json; charset=iso-8859-1',
  'application/json; charset="utf-7"',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded; charset=latin1',
  'application/vnd.api+json',
  'json',
  ';',
  'application/json, application/x-www-form-urlencoded',
].map((type) => [`the content type ${type}`, aRequest(VALID, { type }), [415]] as const);

const FORMS: readonly BadRequest[] = [
  ['ixnProfile=', [400]],
  ['ixnProfile', [400]],
  ['ixnProfile=hello', [400]],
  ['ixnProfile=%', [400]],
  ['ixnProfile=%zz', [400]],
  ['ixnProfile=%ff%fe', [400]],
  ['ixnProfile=%ed%a0%bd', [400]],
  ['ixnProfile=1', [400]],
  ['ixnProfile=[]', [400]],
  ['ixnProfile=null', [400]],
  [`ixnProfile=${'['.repeat(10_000)}${']'.repeat(10_000)}`, [400]],
  ['ixnProfile={"interactionId":"hostile","visitId":"hostile","visitId":"b"}', [400]],
  ['ixnProfile={"interactionId":"hostile","visitId":"hostile"}&ixnProfile={}', [400]],
  ['ixnProfile={"interactionId":"hostile","visitId":"hostile"}&admin=1', [400]],
  ['ixnProfile={"interactionId":"hostile","visitId":"hostile"}&__proto__={"polluted":true}', [400]],
  ['ixnProfile={"interactionId":"hostile","visitId":"hostile"}&constructor={"prototype":{"polluted":true}}', [400]],
  ['ixnProfile[interactionId]=hostile&ixnProfile[visitId]=hostile', [400]],
  ['ixnProfile.interactionId=hostile', [400]],
  ['__proto__[polluted]=true', [400]],
  [Array.from({ length: 7_000 }, (_, index) => `k${index}=1`).join('&'), [400]],
  ['&'.repeat(100_000), [400]],
  ['='.repeat(100_000), [400]],
  [VALID, [400]],
].map(([text, statuses]) => [`the form ${String(text).slice(0, 40)}`, form(String(text)), statuses as number[]]);

const ENCODINGS: readonly BadRequest[] = [
  ['a gzip bomb', aRequest(gzipSync(zeros), { headers: ['Content-Encoding: gzip'] }), [415]],
  ['a deflate bomb', aRequest(deflateSync(zeros), { headers: ['Content-Encoding: deflate'] }), [415]],
  ['a brotli bomb', aRequest(brotliCompressSync(zeros), { headers: ['Content-Encoding: br'] }), [415]],
  ['an encoding of nobody’s', withHeader('Content-Encoding: zip'), [415]],
  ['two encodings', withHeader('Content-Encoding: gzip, gzip'), [415]],
  ['gzip that does not say so', aRequest(gzipSync(VALID)), [400]],
];

const LENGTHS: readonly BadRequest[] = [
  ['a length that is too long', aRequest(VALID, { length: VALID.length + 10 }), [400, 408]],
  ['a length that is too short', aRequest(VALID, { length: VALID.length - 10 }), [400]],
  ['a length below nothing', aRequest(VALID, { length: -1 }), [400]],
  ['a length that is no number', aRequest(VALID, { length: 'ten' }), [400]],
  ['a length in hexadecimal', aRequest(VALID, { length: '0x10' }), [400]],
  ['a length that overflows', aRequest(VALID, { length: '99999999999999999999' }), [400, 413]],
  ['a length of a gigabyte', aRequest(VALID, { length: 1_073_741_824 }), [413]],
  ['two lengths', withHeader('Content-Length: 5'), [400]],
  ['a length and chunks', withHeader('Transfer-Encoding: chunked'), [400]],
  [
    'chunks of no size',
    aRequest('zz\r\n{}\r\n0\r\n\r\n', { length: null, headers: ['Transfer-Encoding: chunked'] }),
    [400],
  ],
  [
    'chunks of a huge size',
    aRequest('ffffffffffffffffff\r\n{}\r\n', { length: null, headers: ['Transfer-Encoding: chunked'] }),
    [400],
  ],
  [
    'chunks that end too soon',
    aRequest('5\r\n{"a"', { length: null, headers: ['Transfer-Encoding: chunked'] }),
    [400, 408],
  ],
  [
    'chunks that are too much',
    aRequest(`50000\r\n${' '.repeat(0x50_000)}\r\n0\r\n\r\n`, {
      length: null,
      headers: ['Transfer-Encoding: chunked'],
    }),
    [413],
  ],
  [
    'an encoding of transfer that is none',
    aRequest(VALID, { headers: ['Transfer-Encoding: gzip'], length: null }),
    [400],
  ],
  ['an encoding of transfer in disguise', aRequest(VALID, { headers: ['Transfer-Encoding : chunked'] }), [400]],
  [
    'two encodings of transfer',
    aRequest('0\r\n\r\n', { length: null, headers: ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'] }),
    [400],
  ],
];

const HEADERS: readonly BadRequest[] = [
  ['a header of 20 KiB', withHeader(`X-Long: ${'x'.repeat(20_000)}`), [431]],
  ['three thousand headers', withHeader(...Array.from({ length: 3_000 }, (_, index) => `X-${index}: 1`)), [400, 431]],
  ['a NUL in a header', withHeader('X-Bad: a\0b'), [400]],
  ['a line end in a header', withHeader('X-Bad: a\rb'), [400]],
  ['a header without a name', withHeader(': x'), [400]],
  ['a header with a blank in its name', withHeader('X Bad: x'), [400]],
  ['a header that is folded', withHeader('X-Bad: a\r\n b'), [400]],
  ['a request id that is none', aRequest('{', { headers: ['X-Request-Id: <script>'] }), [400]],
  ['a request id that is too long', aRequest('{', { headers: [`X-Request-Id: ${'x'.repeat(200)}`] }), [400]],
  ['a forwarded host', withHeader('X-Forwarded-Host: evil.example'), [403]],
  ['a page of another site', withHeader('Origin: https://evil.example'), [403]],
  ['a page of nowhere', withHeader('Origin: null'), [403]],
  ['no host', raw(`POST ${PATH} HTTP/1.1`, 'Content-Length: 0', 'Connection: close'), [400, 403]],
  ['another host', raw(`GET ${PATH} HTTP/1.1`, 'Host: evil.example', 'Connection: close'), [403]],
  ['two hosts', raw(`GET ${PATH} HTTP/1.1`, 'Host: localhost', 'Host: evil.example', 'Connection: close'), [400, 404]],
  [
    'a host that is a trick',
    raw(`GET ${PATH} HTTP/1.1`, 'Host: localhost@evil.example', 'Connection: close'),
    [400, 403],
  ],
  [
    'an upgrade to h2c',
    aRequest('{', { headers: ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA'] }),
    [400],
  ],
  [
    'an upgrade to WebSocket elsewhere',
    raw(
      'GET /nowhere HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Key: x',
      'Sec-WebSocket-Version: 13',
    ),
    [0, 400, 404],
  ],
  ['an expectation that nobody meets', withHeader('Expect: the-unexpected'), [417, 400]],
];

const STARTS: readonly BadRequest[] = [
  ['a method of nobody’s', raw('HELLO / HTTP/1.1', 'Host: localhost'), [400]],
  ['a method in small letters', raw('get / HTTP/1.1', 'Host: localhost'), [400]],
  ['a version that is none', raw('GET / HTTP/9.9', 'Host: localhost'), [400]],
  // As HTTP 0.9 had it, and the front page leads on.
  ['no version', raw('GET /', 'Host: localhost'), [302, 400]],
  ['no path', raw('GET HTTP/1.1', 'Host: localhost'), [400]],
  ['a preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [0, 400]],
  ['a greeting of TLS', Buffer.from('16030100c8010000c40303', 'hex'), [0, 400]],
  ['a greeting of SSH', 'SSH-2.0-OpenSSH_9.0\r\n', [400]],
  ['nothing but line ends', '\r\n'.repeat(1_000), [0, 400, 408]],
  ['CONNECT', raw('CONNECT evil.example:443 HTTP/1.1', 'Host: localhost', 'Connection: close'), [0, 400, 403, 404]],
  ['OPTIONS for everything', raw('OPTIONS * HTTP/1.1', 'Host: localhost', 'Connection: close'), [204, 400, 404]],
  ['TRACE', aRequest('', { method: 'TRACE', type: null, length: null }), [404]],
  ['PUT', aRequest(VALID, { method: 'PUT' }), [404]],
  ['DELETE', aRequest('', { method: 'DELETE', type: null, length: null }), [404]],
  ['GET', get(PATH), [404]],
  // Its path counts, and that of the front page leads on.
  ['an absolute address', raw('GET http://evil.example/ HTTP/1.1', 'Host: localhost', 'Connection: close'), [302, 404]],
];

const PATHS: readonly BadRequest[] = [
  '/backend/../etc/passwd',
  '/client/../../../../etc/passwd',
  '/client/..%2f..%2fpackage.json',
  '/client/%2e%2e/%2e%2e/package.json',
  '/client/..%5c..%5cpackage.json',
  '/client/.env',
  '/docs/../../package.json',
  '/backend//data/gateway/attempts',
  '//evil.example/backend/data/gateway/attempts',
  '/backend/data/gateway/attempts/../../../../etc/passwd',
  '/backend/data/gateway/attempts/%2e%2e%2fpasswd',
  '/backend/data/gateway/attempts/%00',
  '/backend/data/gateway/attempts/%ff',
  '/backend/data/gateway/attempts/%',
  `/backend/data/gateway/attempts/${'x'.repeat(8_000)}`,
  '/backend/data/gateway/attempts?limit=0',
  '/backend/data/gateway/attempts?limit=1&limit=2',
  '/backend/data/gateway/attempts?limit[]=1',
  '/backend/data/gateway/attempts?__proto__[polluted]=1',
  '/backend/data/gateway/attempts?state=accepted%00',
  '/backend/data/gateway/attempts?visitId=%00',
  "/backend/data/gateway/attempts?cursor=' or 1=1 --",
  '/backend/data/gateway/attempts?since=1e400',
  `/backend/data/gateway/attempts?${'a=1&'.repeat(3_000)}`,
  '/backend;x=y/data/gateway/attempts',
  '/BACKEND\\data',
  '/backend/data/gateway/engage/',
  '/socket.io/',
  '/socket.io/?EIO=3&transport=polling',
  '/socket.io/?EIO=4&transport=polling&sid=nobody',
].map(
  (path) => [`the path ${path.slice(0, 60)}`, get(path.replaceAll(' ', '%20')), [400, 403, 404, 414, 431]] as const,
);

export const BAD_REQUESTS: readonly BadRequest[] = [
  ...SYNTAX,
  ...BYTES,
  ...TYPES,
  ...FORMS,
  ...ENCODINGS,
  ...LENGTHS,
  ...HEADERS,
  ...STARTS,
  ...PATHS,
];

import { OUTCOME_TYPES } from '../contract/outcome-type.js';
import { maskedAddress } from './masked-address.js';
import { quietHours } from './quiet-hours.js';
import {
  addressRanges,
  addressToCall,
  bearerToken,
  callRates,
  connectionCap,
  databaseUrl,
  fileName,
  hostName,
  invitationAllowance,
  keySetUrl,
  listOf,
  namedKeys,
  oneOf,
  optional,
  originPattern,
  pathPrefix,
  port,
  quietSeconds,
  redisUrl,
  secretText,
  someOf,
  timeZone,
  webAddress,
  webhookSecret,
  webName,
  wholeNumber,
} from './shapes.js';
import { variable } from './variable.js';

const NAMED_KEYS_SHAPE =
  'comma-separated pairs name:key: a name of 1 to 64 letters, digits, `_`, `.` and `-`, a key of 16 to 256 letters, digits and `._~+/=-`; no name and no key twice';

/** Every setting of the service, by the environment variable that it comes from. */
export const VARIABLES = {
  host: variable('HOST', {
    meaning: 'Address of the listeners. Without credentials it must be a loopback address.',
    shape: 'an IP address or a host name',
    example: '127.0.0.1',
    default: '127.0.0.1',
    parse: hostName,
  }),
  port: variable('PORT', {
    meaning: 'Port of the HTTP listener; `0` takes a free one, `off` serves no HTTP.',
    shape: 'a port, 0 to 65535, or "off"',
    example: '8080',
    default: '8080',
    parse: port,
  }),
  httpsPort: variable('HTTPS_PORT', {
    meaning: 'Port of the HTTPS listener (TLS 1.2 or later), beside HTTP or, with `PORT=off`, instead of it.',
    shape: 'a port, 0 to 65535, or "off"',
    example: '8443',
    default: 'off',
    parse: port,
  }),
  httpsCertFile: variable('HTTPS_CERT_FILE', {
    meaning: 'Certificate chain of the HTTPS listener. Read again when it changes; connections stay.',
    shape: 'the path of a PEM file',
    example: '/run/secrets/tls.crt',
    default: '',
    parse: optional(fileName),
  }),
  httpsKeyFile: variable('HTTPS_KEY_FILE', {
    meaning: 'Private key of that certificate, without a passphrase. Read again when it changes.',
    shape: 'the path of a PEM file',
    example: '/run/secrets/tls.key',
    default: '',
    parse: optional(fileName),
  }),
  httpsClientCaFile: variable('HTTPS_CLIENT_CA_FILE', {
    meaning:
      'Certificate authority of the strategies’ certificates: REST calls are then taken over HTTPS only, from callers ' +
      'that show such a certificate, and with an API key too where `API_KEYS` is set. Read again when it changes.',
    shape: 'the path of a PEM file',
    example: '/run/secrets/strategies-ca.crt',
    default: '',
    parse: optional(fileName),
  }),
  contextPaths: variable('CONTEXT_PATHS', {
    meaning: 'Path prefixes under which the REST API is served, comma-separated. The documents name the first.',
    shape:
      'one or more path prefixes, each with a leading slash and none at the end, not under /client, /console, /demo, /docs, /health, /metrics, /operations or /socket.io',
    example: '/backend,/server',
    default: '/backend',
    parse: someOf(pathPrefix),
  }),
  database: variable('DATABASE_URL', {
    meaning:
      'Where attempts are kept: `sqlite:` and the path of a file, which is made at the first start; or the address of a ' +
      'PostgreSQL database.',
    shape: '"sqlite:" and the path of a file, or the address of a PostgreSQL database (postgres://…)',
    example: 'sqlite:data/engagement.db',
    default: 'sqlite:data/engagement.db',
    secret: true,
    masked: maskedAddress,
    parse: databaseUrl,
  }),
  databaseConnections: variable('DATABASE_CONNECTIONS', {
    meaning:
      'How many connections to PostgreSQL a node holds for calls at most. It holds one more, by which it asks whether the database takes changes.',
    shape: 'a whole number from 2 to 1000',
    example: '10',
    default: '10',
    parse: wholeNumber(2, 1_000),
  }),
  databaseWaitSeconds: variable('DATABASE_WAIT_SECONDS', {
    meaning: 'For how long a node that starts waits for a PostgreSQL that cannot be reached, in seconds.',
    shape: 'a whole number from 0 to 3600',
    example: '60',
    default: '60',
    parse: wholeNumber(0, 3_600),
  }),
  retentionDays: variable('RETENTION_DAYS', {
    meaning:
      'For how many days an attempt is kept after it has ended. Then it is forgotten, with its transitions, a thousand ' +
      'a second by each node. When it is left out, attempts are kept for good.',
    shape: 'a whole number from 1 to 3650',
    example: '90',
    default: '',
    parse: optional(wholeNumber(1, 3_650)),
  }),
  redis: variable('REDIS_URL', {
    meaning:
      'Connects the nodes of a cluster, so that what happens on one is told on the others at once. Without it, or while ' +
      'it is away, they find out within two seconds. Each cluster needs a Redis of its own.',
    shape: 'the address of a Redis server (redis://… or, over TLS, rediss://…)',
    example: 'redis://redis.internal:6379',
    default: '',
    secret: true,
    masked: maskedAddress,
    parse: optional(redisUrl),
  }),
  roles: variable('ROLES', {
    meaning:
      'What this node serves, comma-separated: `backend`, the REST API and its documents; `frontend`, browsers and ' +
      'Frontend Servers, the browser library and the documents of the events. It serves nothing of a role that it ' +
      'does not have.',
    shape: '"backend", "frontend" or both',
    example: 'frontend',
    default: 'backend,frontend',
    parse: someOf(oneOf('backend', 'frontend')),
  }),
  drainSeconds: variable('DRAIN_SECONDS', {
    meaning:
      'At its end, over how many seconds a node at most lets its connections go: each browser then connects to another ' +
      'node by itself. With few connections it takes less.',
    shape: 'a whole number from 0 to 15',
    example: '10',
    default: '10',
    parse: wholeNumber(0, 15),
  }),
  visitConflict: variable('VISIT_CONFLICT', {
    meaning:
      'What becomes of an engage for a visit that has an active attempt: `reject` answers 400 `visit-engaged`; ' +
      '`replace` cancels the old attempt with reason `replaced`; `allow` keeps both, and pages show one after the other.',
    shape: '"reject", "replace" or "allow"',
    example: 'replace',
    default: 'reject',
    parse: oneOf('reject', 'replace', 'allow'),
  }),
  quietAfterDeclineSeconds: variable('QUIET_AFTER_DECLINE_SECONDS', {
    meaning:
      'For how long a visit is left alone after its visitor has declined, in seconds: an engage is then answered with the ' +
      'attempt, `suppressed` with reason `quiet-after-decline` ([Rules](rules.md)). When it is left out, not at all.',
    shape: 'a whole number from 1 to 31536000',
    example: '3600',
    default: '',
    parse: optional(quietSeconds),
  }),
  quietAfterAcceptanceSeconds: variable('QUIET_AFTER_ACCEPTANCE_SECONDS', {
    meaning: 'The same after its visitor has accepted; the reason is `quiet-after-acceptance`.',
    shape: 'a whole number from 1 to 31536000',
    example: '86400',
    default: '',
    parse: optional(quietSeconds),
  }),
  invitationsPerVisit: variable('MAX_INVITATIONS_PER_VISIT', {
    meaning:
      'How many invitations a visit may have within how much time: those that the visitor saw, or may still see. ' +
      'Further ones are `suppressed` with reason `invitation-cap`. When it is left out, any number.',
    shape:
      'a number from 1 to 1000, a slash, and a time of at most a year, in seconds (s), minutes (m), hours (h) or days (d)',
    example: '3/24h',
    default: '',
    parse: optional(invitationAllowance),
  }),
  quietHours: variable('QUIET_HOURS', {
    meaning:
      'Hours in which nobody is invited, comma-separated, by the clocks of `QUIET_HOURS_TIME_ZONE`; the reason is ' +
      '`quiet-hours`. Without days, a span is for each day. One that passes midnight belongs to the day on which it begins.',
    shape: 'spans of time such as 20:00-08:00 or Sat-Sun 00:00-24:00, with days from Mon to Sun',
    example: '20:00-08:00,Sat-Sun 00:00-24:00',
    default: '',
    parse: quietHours,
  }),
  quietHoursZone: variable('QUIET_HOURS_TIME_ZONE', {
    meaning: 'The time zone of `QUIET_HOURS`. Daylight-saving time is minded.',
    shape: 'the name of a time zone in the IANA database',
    example: 'Europe/Berlin',
    default: '',
    parse: optional(timeZone),
  }),
  pacingUrl: variable('PACING_URL', {
    meaning:
      'Who is asked, before an attempt starts, whether there are agents to answer: [Rules](rules.md#are-there-agents). ' +
      'When it is left out, nobody is.',
    shape: 'an http or https address without credentials',
    example: 'https://routing.example.com/may-invite',
    default: '',
    secret: true,
    parse: optional(addressToCall),
  }),
  pacingToken: variable('PACING_TOKEN', {
    meaning: 'What the service shows to whom it asks, as `Authorization: Bearer <token>`.',
    shape: 'a text of 8 to 1024 letters, digits and `._~+/=-`',
    example: 'n4Gq8sVw2kYt6zRb0cXm5f',
    default: '',
    secret: true,
    parse: optional(bearerToken),
  }),
  pacingMilliseconds: variable('PACING_TIMEOUT_MILLISECONDS', {
    meaning: 'How long the answer may take: so much longer may an engage take.',
    shape: 'a whole number from 10 to 10000',
    example: '500',
    default: '500',
    parse: wholeNumber(10, 10_000),
  }),
  pacingWhenUnavailable: variable('PACING_WHEN_UNAVAILABLE', {
    meaning:
      'What becomes of an attempt when there is no answer in time, or none that can be understood: `invite` starts it, as ' +
      'the strategy has decided; `suppress` does not, with reason `pacing-unavailable`.',
    shape: '"invite" or "suppress"',
    example: 'suppress',
    default: 'invite',
    parse: oneOf('invite', 'suppress'),
  }),
  profileMappingFile: variable('PROFILE_MAPPING_FILE', {
    meaning:
      'Where the fields of `ixnProfile` and `cancelData` come from in what strategies send that were written for another ' +
      'service: [Profiles of another shape](mapping.md). Read at start. Without it, fields are sent under their own names.',
    shape: 'the path of a JSON file',
    example: '/etc/engagement-gateway/mapping.json',
    default: '',
    parse: optional(fileName),
  }),
  unknownFields: variable('UNKNOWN_FIELDS', {
    meaning:
      'What becomes of members of `ixnProfile` and `cancelData` that are no fields: `refuse` answers 400 ' +
      '`validation-failed` and names them; `data` puts those of a profile into its `data`, within the bounds of that, ' +
      'and passes over those of a cancellation, which keeps no data.',
    shape: '"refuse" or "data"',
    example: 'data',
    default: 'refuse',
    parse: oneOf('refuse', 'data'),
  }),
  apiKeys: variable('API_KEYS', {
    meaning:
      'Who may call the REST API, as `Authorization: Bearer <key>`. Several hold at once, so that a key can be replaced ' +
      'without a pause. The name stands in logs and in the audit trail.',
    shape: NAMED_KEYS_SHAPE,
    example: 'orchestration:7Jq2mXw0c5vRkT9eYbNs3a,reports:Zp8uHd4gLf6iQo1tVxKw2m',
    default: '',
    secret: true,
    parse: namedKeys,
  }),
  apiKeyRates: variable('API_KEY_RATES', {
    meaning: 'Calls per second that an API key may make. A key that is not named here is not throttled.',
    shape: 'comma-separated pairs name:rate: the name of an API key, and 1 to 100000',
    example: 'reports:20',
    default: '',
    parse: callRates,
  }),
  frontendKeys: variable('FRONTEND_KEYS', {
    meaning:
      'Who may connect as a Frontend Server, as `auth: {key}` of the Socket.IO handshake, and have visit tokens made.',
    shape: NAMED_KEYS_SHAPE,
    example: 'website:c4WnRz7yTq1sUo9kBvHx5e',
    default: '',
    secret: true,
    parse: namedKeys,
  }),
  operatorKeys: variable('OPERATOR_KEYS', {
    meaning:
      'Who runs the service: what is under `/operations` is served to these, as `Authorization: Bearer <key>`. Without ' +
      'any it is served to nobody, but for a service without credentials. The name stands in logs and in the audit trail.',
    shape: NAMED_KEYS_SHAPE,
    example: 'on-call:Rk5tXw9qLz2vNb7cHd4mPs',
    default: '',
    secret: true,
    parse: namedKeys,
  }),
  visitTokenSecret: variable('VISIT_TOKEN_SECRET', {
    meaning: 'Secret of visit tokens that are signed with HS256. With it, the service makes such tokens too.',
    shape: 'a text of 32 to 1024 characters without blanks',
    example: 'k1Vf9wQz3sLx7bTn5cRj0hYp2mDg8aEu',
    default: '',
    secret: true,
    parse: optional(secretText),
  }),
  visitTokenKeySet: variable('VISIT_TOKEN_JWKS_URL', {
    meaning: 'Where the public keys (JWKS) of visit tokens are that are signed with RS256, ES256 or EdDSA.',
    shape: 'an https address, or an http address on loopback',
    example: 'https://login.example.com/.well-known/jwks.json',
    default: '',
    parse: optional(keySetUrl),
  }),
  visitTokenAudience: variable('VISIT_TOKEN_AUDIENCE', {
    meaning:
      'The `aud` that visit tokens must carry. Without it, tokens that are for some audience are refused: they are for ' +
      'somebody else.',
    shape: 'a text of 1 to 256 characters without blanks',
    example: 'engagement-gateway',
    default: '',
    parse: optional(webName),
  }),
  allowedOrigins: variable('ALLOWED_ORIGINS', {
    meaning:
      'Web origins, beside the service’s own, whose pages may connect and call; comma-separated. `https://*.example.com` ' +
      'stands for every subdomain of example.com, at any depth.',
    shape:
      'web origins: scheme, host and, where it is not the default, port; no path and no slash at the end; an asterisk only as the first label',
    example: 'https://www.example.com,https://*.shop.example.com',
    default: '',
    parse: listOf(originPattern),
  }),
  trustedProxies: variable('TRUSTED_PROXIES', {
    meaning:
      'Proxies whose `X-Forwarded-For` is believed, so that limits by address hold for whom they speak for; comma-separated.',
    shape: 'IP addresses and ranges such as 10.0.0.0/8, or "loopback"',
    example: 'loopback,10.0.0.0/8',
    default: '',
    parse: addressRanges,
  }),
  outcomeWebhookUrl: variable('OUTCOME_WEBHOOK_URL', {
    meaning:
      'Where outcomes are sent: [Outcomes](outcomes.md). `{interactionId}`, `{visitId}`, `{attemptId}` and `{state}` in its ' +
      'path or query stand for those of the attempt.',
    shape: 'an http or https address',
    example: 'https://strategy.example.com/sessions/{interactionId}/events',
    default: '',
    secret: true,
    parse: optional(webAddress),
  }),
  outcomeWebhookSecrets: variable('OUTCOME_WEBHOOK_SECRET', {
    meaning:
      'Signs what is sent there. Several, comma-separated, sign side by side, so that the receiver can change over in its ' +
      'own time.',
    shape: 'comma-separated secrets, each "whsec_" and the base64 of 24 to 64 bytes',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwXRzUTBmxvNk=',
    default: '',
    secret: true,
    parse: listOf(webhookSecret),
  }),
  outcomeWebhookTypes: variable('OUTCOME_WEBHOOK_TYPES', {
    meaning: 'What is sent there, comma-separated. When it is left out, every outcome.',
    shape: `some of ${OUTCOME_TYPES.join(', ')}`,
    example: 'engagement.accepted,engagement.declined',
    default: '',
    parse: listOf(oneOf(...OUTCOME_TYPES)),
  }),
  outcomeWebhooksFile: variable('OUTCOME_WEBHOOKS_FILE', {
    meaning:
      'Further endpoints: a JSON array of objects with `name`, `url`, `secrets` (a list) and, optional, `types` (a list). ' +
      'Read at start.',
    shape: 'the path of a JSON file',
    example: '/run/secrets/outcome-webhooks.json',
    default: '',
    parse: optional(fileName),
  }),
  outcomeWebhookSeconds: variable('OUTCOME_WEBHOOK_TIMEOUT_SECONDS', {
    meaning: 'How long an endpoint may take to answer, in seconds.',
    shape: 'a whole number from 1 to 30',
    example: '15',
    default: '15',
    parse: wholeNumber(1, 30),
  }),
  outgoingNetworks: variable('OUTGOING_NETWORKS', {
    meaning:
      'Networks, beside the public internet, that the service may call, comma-separated. Private, loopback, link-local and ' +
      'metadata addresses are refused otherwise, also where a name comes to stand for one later. Plain http goes to ' +
      'these networks only.',
    shape: 'IP addresses and ranges such as 10.0.0.0/8, or "loopback"',
    example: '10.20.0.0/16',
    default: '',
    parse: addressRanges,
  }),
  bodyBytes: variable('MAX_BODY_BYTES', {
    meaning: 'The longest body of a REST call, in bytes.',
    shape: 'a whole number from 1024 to 10485760',
    example: '262144',
    default: '262144',
    parse: wholeNumber(1024, 10_485_760),
  }),
  dataBytes: variable('MAX_DATA_BYTES', {
    meaning: 'The longest `data`, and `clientData`, of an attempt, in bytes of JSON.',
    shape: 'a whole number from 2 to 1048576',
    example: '16384',
    default: '16384',
    parse: wholeNumber(2, 1_048_576),
  }),
  dataLevels: variable('MAX_DATA_LEVELS', {
    meaning: 'How deep `data` and `clientData` may nest objects and arrays.',
    shape: 'a whole number from 1 to 64',
    example: '8',
    default: '8',
    parse: wholeNumber(1, 64),
  }),
  eventBytes: variable('MAX_EVENT_BYTES', {
    meaning: 'The longest message from a frontend, in bytes. A connection that sends a longer one is closed.',
    shape: 'a whole number from 1024 to 1048576',
    example: '16384',
    default: '16384',
    parse: wholeNumber(1024, 1_048_576),
  }),
  eventsPerSecond: variable('MAX_EVENTS_PER_SECOND', {
    meaning:
      'How many events a browser may send within a second. So many again are answered `too-many-requests`; a ' +
      'connection that sends more is closed. Frontend Servers are not counted.',
    shape: 'a whole number from 1 to 10000',
    example: '50',
    default: '50',
    parse: wholeNumber(1, 10_000),
  }),
  queuedBytes: variable('MAX_QUEUED_BYTES', {
    meaning: 'How much may wait for a frontend that reads slowly, in bytes. With more, its connection is closed.',
    shape: 'a whole number from 16384 to 67108864',
    example: '262144',
    default: '262144',
    parse: wholeNumber(16_384, 67_108_864),
  }),
  connectionsPerAddress: variable('MAX_CONNECTIONS_PER_ADDRESS', {
    meaning:
      'How many connections one address (of IPv6, one /64 network) may hold. When it is left out, 1000, and loopback is ' +
      'not counted: what a proxy on the same machine speaks for comes from there.',
    shape: 'a whole number from 1 to 1000000',
    example: '1000',
    default: '',
    parse: connectionCap,
  }),
  connectionsPerVisit: variable('MAX_CONNECTIONS_PER_VISIT', {
    meaning: 'How many browsers and tabs of one visit may be connected to a node.',
    shape: 'a whole number from 1 to 10000',
    example: '32',
    default: '32',
    parse: wholeNumber(1, 10_000),
  }),
  failuresPerMinute: variable('MAX_FAILED_AUTHENTICATIONS_PER_MINUTE', {
    meaning:
      'How many wrong credentials one address may show within a minute. Then calls without a valid key are answered 429, ' +
      'and handshakes are refused, until the minute is over. Calls with a valid key are served all the same.',
    shape: 'a whole number from 1 to 1000000',
    example: '30',
    default: '30',
    parse: wholeNumber(1, 1_000_000),
  }),
  requestSeconds: variable('REQUEST_TIMEOUT_SECONDS', {
    meaning: 'How long a request may take to come whole, in seconds; its headers, a third of that.',
    shape: 'a whole number from 1 to 300',
    example: '30',
    default: '30',
    parse: wholeNumber(1, 300),
  }),
  handshakeSeconds: variable('HANDSHAKE_TIMEOUT_SECONDS', {
    meaning: 'How long a connection may take until it has joined the namespace, in seconds.',
    shape: 'a whole number from 1 to 60',
    example: '5',
    default: '5',
    parse: wholeNumber(1, 60),
  }),
  waitingEngagements: variable('MAX_WAITING_ENGAGEMENTS', {
    meaning:
      'How many engages may wait for the store, or for the answer from `PACING_URL`. Further ones are answered 503 `overloaded`, while cancellations and ' +
      'dispositions are still taken.',
    shape: 'a whole number from 1 to 100000',
    example: '2000',
    default: '2000',
    parse: wholeNumber(1, 100_000),
  }),
  logLevel: variable('LOG_LEVEL', {
    meaning: 'The least important log lines to write.',
    shape: '"debug", "info", "warn" or "error"',
    example: 'warn',
    default: 'info',
    parse: oneOf('debug', 'info', 'warn', 'error'),
  }),
} as const;

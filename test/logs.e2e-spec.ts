import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EVENTS } from '#service/logging/index.js';
import { anIxnProfile } from './support/builders.js';
import { API_KEY, aVisitToken, bearer, OPERATOR_KEY, WITH_CREDENTIALS } from './support/credentials.js';
import { aTestDirectory } from './support/directory.js';
import { TestFrontend } from './support/frontend.js';
import type { LogLine } from './support/log-lines.js';
import { ServiceProcess } from './support/process.js';
import { RawConnection } from './support/raw-connection.js';
import { WebhookReceiver } from './support/webhook-receiver.js';

type Environment = Readonly<Record<string, string>>;

const PATIENCE = { timeout: 30_000, interval: 20 };

async function aService(environment: Environment = {}): Promise<ServiceProcess> {
  const database = `sqlite:${join(aTestDirectory(), 'logs-test.db')}`;
  const service = await ServiceProcess.start({ DATABASE_URL: database, LOG_LEVEL: 'info', ...environment });
  onTestFinished(async () => {
    if (service.isRunning) await service.signal('SIGKILL');
  });
  return service;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly attemptId: string };
}

async function post(
  service: ServiceProcess,
  verb: string,
  body: object,
  headers: Environment = bearer(API_KEY),
): Promise<Answer> {
  const reply = await fetch(`${service.url}/backend/data/gateway/${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: reply.status, body: (await reply.json()) as Answer['body'] };
}

async function setLevel(service: ServiceProcess, change: object, headers: Environment = {}): Promise<unknown> {
  const reply = await fetch(`${service.url}/operations/log-level`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(change),
  });
  return reply.status === 200 ? await reply.json() : reply.status;
}

/** Facts of an event, without those that every line has. */
function factsOf({ time: _time, level: _level, pid: _pid, hostname: _host, part: _part, ...facts }: LogLine): object {
  return facts;
}

function eventsOf(service: ServiceProcess): readonly string[] {
  return service.log.map(({ event }) => event);
}

async function told(service: ServiceProcess, event: string): Promise<LogLine> {
  return vi.waitFor(() => {
    const line = service.log.find((one) => one.event === event);
    if (line === undefined) throw new Error(`${event} is not told: ${eventsOf(service).join(', ')}`);
    return line;
  }, PATIENCE);
}

const VISIT = 'visit-of-nobody-else-4711';
const PRIVATE = { data: 'attached-data-4711', title: 'title-4711', reason: 'reason-4711', wrongKey: 'wrong-key-4711' };

/** Everything that a service sees in a day, as one strategy and one browser bring it about. */
async function aDayOf(service: ServiceProcess): Promise<{ readonly shown: string; readonly token: string }> {
  const token = await aVisitToken(Date.now(), { sub: VISIT });
  const called = (id: string): Environment => ({ ...bearer(API_KEY), 'x-request-id': id });
  const profile = {
    interactionId: 'i-shown',
    visitId: VISIT,
    ruleName: 'cart',
    invitation: { title: PRIVATE.title },
    data: { secret: PRIVATE.data },
  };
  const browser = await TestFrontend.connect(service, { token });
  const engaged = await post(service, 'engage', { ixnProfile: profile }, called('r-engage'));
  const { attemptId } = await browser.invitations.next();
  await post(service, 'engage', { ixnProfile: profile }, called('r-again'));
  await browser.report({ attemptId, disposition: 'shown' });
  await browser.report({ attemptId, disposition: 'declined', detail: PRIVATE.reason });
  const cancelled = anIxnProfile({ interactionId: 'i-cancelled', visitId: VISIT });
  await post(service, 'engage', { ixnProfile: cancelled }, called('r-second'));
  const cancelData = { interactionId: 'i-cancelled', reason: PRIVATE.reason };
  await post(service, 'noengage', { cancelData }, called('r-cancel'));
  await post(service, 'noengage', { cancelData: { interactionId: 'i-unseen' } }, called('r-early'));
  await post(service, 'engage', { ixnProfile: { interactionId: 'i-unseen', visitId: VISIT } }, called('r-late'));
  await post(service, 'engage', { ixnProfile: { interactionId: 7, visitId: VISIT, visitor: 1 } }, called('r-bad'));
  await post(service, 'engage', {}, { ...bearer(PRIVATE.wrongKey), 'x-request-id': 'r-stranger' });
  await fetch(service.url, { headers: { Origin: 'https://shop.example' } });
  await fetch(service.url, { headers: { Origin: 'https://shop.example' } });
  browser.close();
  return { shown: engaged.body.attemptId, token };
}

describe('what the service writes', () => {
  it('is one line of JSON for each thing that an operator would want to know', async () => {
    const service = await aService(WITH_CREDENTIALS);

    const { shown } = await aDayOf(service);
    expect(await service.signal('SIGTERM')).toBe(0);

    expect(service.log.map(factsOf)).toEqual([
      expect.objectContaining({ event: 'service.started', mode: 'credentials', database: 'sqlite' }),
      {
        event: 'attempt.started',
        requestId: 'r-engage',
        attemptId: shown,
        interactionId: 'i-shown',
        channel: 'chat',
        ruleName: 'cart',
        actor: 'orchestration',
      },
      {
        event: 'attempt.ended',
        requestId: null,
        attemptId: shown,
        interactionId: 'i-shown',
        from: 'shown',
        to: 'declined',
        by: 'visitor',
        actor: null,
        reason: null,
        afterMs: expect.any(Number),
      },
      expect.objectContaining({ event: 'attempt.started', requestId: 'r-second', interactionId: 'i-cancelled' }),
      expect.objectContaining({
        event: 'attempt.ended',
        requestId: 'r-cancel',
        interactionId: 'i-cancelled',
        from: 'pending',
        to: 'cancelled',
        by: 'strategy',
        actor: 'orchestration',
      }),
      {
        event: 'cancellation.found-nothing',
        requestId: 'r-early',
        attemptId: expect.any(String),
        interactionId: 'i-unseen',
        actor: 'orchestration',
      },
      {
        event: 'engage.overtaken',
        requestId: 'r-late',
        attemptId: expect.any(String),
        interactionId: 'i-unseen',
        actor: 'orchestration',
      },
      {
        event: 'request.invalid',
        requestId: 'r-bad',
        code: 'validation-failed',
        pointers: ['/ixnProfile/visitor', '/ixnProfile/interactionId'],
        actor: 'orchestration',
      },
      {
        event: 'authentication.failed',
        requestId: 'r-stranger',
        side: 'gateway',
        address: '127.0.0.1',
        why: 'The API key is not known.',
      },
      {
        event: 'callers.refused',
        code: 'forbidden-origin',
        origin: 'https://shop.example',
        count: 1,
        withinSeconds: 0,
      },
      { event: 'service.draining', signal: 'SIGTERM' },
      {
        event: 'callers.refused',
        code: 'forbidden-origin',
        origin: 'https://shop.example',
        count: 1,
        withinSeconds: expect.any(Number),
      },
      { event: 'service.ended', afterMs: expect.any(Number) },
    ]);
  });

  it('is nothing else, and no line of another level', async () => {
    const service = await aService({ ...WITH_CREDENTIALS, LOG_LEVEL: 'debug' });

    await aDayOf(service);
    await service.signal('SIGTERM');

    const lines = service.standardOutput.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(service.log.length);
    const catalogue = new Map<string, (typeof EVENTS)[keyof typeof EVENTS]>(Object.entries(EVENTS));
    for (const line of service.log) {
      const { event, level, time, pid } = line;
      expect({ event, level }).toEqual({ event, level: catalogue.get(event)?.level });
      expect(new Date(time).toISOString()).toBe(time);
      expect(pid).toBe(service.pid);
      const { event: _, ...facts } = factsOf(line) as LogLine;
      expect(catalogue.get(event)?.facts).toEqual(expect.arrayContaining(Object.keys(facts)));
    }
    // It has seen most of what there is.
    expect(new Set(eventsOf(service))).toEqual(
      new Set([
        'service.started',
        'framework.told',
        'socket.connected',
        'attempt.started',
        'engage.replayed',
        'attempt.advanced',
        'attempt.ended',
        'cancellation.found-nothing',
        'engage.overtaken',
        'request.invalid',
        'request.refused',
        'authentication.failed',
        'callers.refused',
        'socket.disconnected',
        'service.draining',
        'service.ended',
      ]),
    );
  });

  it('tells that an operator has read all that is kept about a visit, but not whose', async () => {
    const service = await aService(WITH_CREDENTIALS);
    for (const interactionId of ['i-1', 'i-2'])
      await post(service, 'noengage', { cancelData: { interactionId, visitId: VISIT } });

    const reply = await fetch(`${service.url}/operations/visits?visitId=${encodeURIComponent(VISIT)}`, {
      headers: { ...bearer(OPERATOR_KEY), 'x-request-id': 'r-export' },
    });
    expect(await reply.json()).toMatchObject({ attempts: [{}, {}] });
    await service.signal('SIGTERM');

    expect(service.log.filter(({ event }) => event === 'visit.exported').map(factsOf)).toEqual([
      { event: 'visit.exported', requestId: 'r-export', count: 2, actor: 'night-shift' },
    ]);
    expect(service.output).not.toContain(VISIT);
  });

  it('tells that an operator has a visit erased, and what it ended, but not whose', async () => {
    const service = await aService(WITH_CREDENTIALS);
    await post(service, 'engage', { ixnProfile: { interactionId: 'i-1', visitId: VISIT } });

    const reply = await fetch(`${service.url}/operations/visits?visitId=${encodeURIComponent(VISIT)}`, {
      method: 'DELETE',
      headers: { ...bearer(OPERATOR_KEY), 'x-request-id': 'r-erase' },
    });
    expect(reply.status).toBe(200);
    await service.signal('SIGTERM');

    const call = { requestId: 'r-erase', actor: 'night-shift' };
    expect(service.log).toContainEqual(
      expect.objectContaining({ ...call, event: 'attempt.ended', to: 'cancelled', by: 'operator', reason: 'erased' }),
    );
    expect(service.log).toContainEqual(expect.objectContaining({ ...call, event: 'visit.erased', count: 1 }));
    expect(service.output).not.toContain(VISIT);
  });

  it('tells on which side a wrong credential was shown', async () => {
    const service = await aService(WITH_CREDENTIALS);

    expect(await setLevel(service, { level: 'debug' }, { ...bearer(API_KEY), 'x-request-id': 'r-wrong' })).toBe(401);
    await expect(TestFrontend.connect(service, { key: API_KEY })).rejects.toThrow();
    await service.signal('SIGTERM');

    const address = '127.0.0.1';
    expect(service.log.filter(({ event }) => event === 'authentication.failed').map(factsOf)).toEqual([
      {
        event: 'authentication.failed',
        requestId: 'r-wrong',
        side: 'operations',
        address,
        why: 'The operator key is not known.',
      },
      { event: 'authentication.failed', requestId: null, side: 'frontend', address, why: 'The key is not known.' },
    ]);
  });

  it('holds no visit, no credential, no text and no data, at any level', async () => {
    const service = await aService({ ...WITH_CREDENTIALS, LOG_LEVEL: 'debug' });

    const { token } = await aDayOf(service);
    await service.signal('SIGTERM');

    const secrets = [VISIT, token.slice(0, 60), ...Object.values(PRIVATE), ...Object.values(WITH_CREDENTIALS), API_KEY];
    expect(secrets.filter((secret) => service.output.includes(secret))).toEqual([]);
  });

  it('tells nothing of single connections at info', async () => {
    const service = await aService();
    const before = service.log.length;

    for (let count = 0; count < 30; count++) {
      const browser = await TestFrontend.connect(service, { visitId: `v-${count}` });
      await browser.send('nothing', {});
      await browser.report({ attemptId: 'none', disposition: 'shown' });
      browser.close();
    }
    await expect(TestFrontend.connect(service, {})).rejects.toThrow();
    const raw = await RawConnection.to(service.url);
    raw.write('this is not HTTP\r\n\r\n');
    await raw.untilClosed();
    await service.signal('SIGTERM');

    expect(eventsOf(service).slice(before)).toEqual(['service.draining', 'service.ended']);
  });

  it('begins with where it is, whatever the level', async () => {
    const service = await aService({ LOG_LEVEL: 'error' });

    const [started] = service.log;

    expect(started).toMatchObject({
      level: 'info',
      event: 'service.started',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.versions.node,
      mode: 'open',
      roles: ['backend', 'frontend'],
      addresses: [service.url],
      demo: `${service.url}/demo`,
      console: `${service.url}/console`,
      swaggerUi: `${service.url}/docs`,
      restApi: `${service.url}/backend/data/gateway`,
      frontends: `${service.url}/socket.io`,
    });
    await service.signal('SIGTERM');
    expect(service.log).toHaveLength(1);
  });

  it('warns of variables that are almost known, and does not repeat their values', async () => {
    const service = await aService({ ALLOWED_ORIGIN: 'https://secret.example', DATABSE_URL: 'postgres://secret' });

    const warnings = service.log.filter(({ level }) => level === 'warn').map(factsOf);

    expect(warnings).toEqual([
      { event: 'configuration.unknown-variable', variable: 'ALLOWED_ORIGIN', meant: 'ALLOWED_ORIGINS' },
      { event: 'configuration.unknown-variable', variable: 'DATABSE_URL', meant: 'DATABASE_URL' },
    ]);
    expect(service.output).not.toContain('secret');
  });
});

describe('what callers choose', () => {
  it('breaks no line, and forges none', async () => {
    const service = await aService(WITH_CREDENTIALS);
    const forged = { level: 'error', event: 'service.crashed', requestId: 'forged' };
    const hostile = `"}\n${JSON.stringify(forged)}\n\r\u2028\u0085\u001b[2J\u007f`;
    const ixnProfile = anIxnProfile({ ruleName: hostile, channel: hostile.slice(0, 64) });

    await post(service, 'engage', { ixnProfile });
    const refused = [
      { ...ixnProfile, ruleName: 'x\n'.repeat(5_000) },
      { ...ixnProfile, interactionId: hostile },
      { ...ixnProfile, [hostile]: 1 },
      { ...ixnProfile, ['x'.repeat(10_000)]: 1 },
    ];
    for (const profile of refused) expect((await post(service, 'engage', { ixnProfile: profile })).status).toBe(400);
    await fetch(`${service.url}/docs?${encodeURIComponent(hostile)}`, {
      headers: { 'x-request-id': '"}{"event":"service.crashed"', origin: '"}{"event":"service.crashed"' },
    });
    await service.signal('SIGTERM');

    const lines = service.standardOutput.split('\n').slice(0, -1);
    expect(lines.filter((line) => /\p{Cc}|\p{Zl}/u.test(line) || line.length > 1_000)).toEqual([]);
    expect(lines).toHaveLength(service.log.length);
    expect(service.log.find(({ event }) => event === 'attempt.started')).toMatchObject({
      level: 'info',
      interactionId: ixnProfile.interactionId,
      ruleName: ixnProfile.ruleName,
      channel: ixnProfile.channel,
    });
    expect(service.log.filter(({ event }) => event === 'request.invalid').map(({ pointers }) => pointers)).toEqual([
      ['/ixnProfile/ruleName'],
      ['/ixnProfile/interactionId'],
      ['/ixnProfile/…'],
      ['/ixnProfile/…'],
    ]);
    expect(service.log.filter(({ event, requestId }) => event === forged.event || requestId === 'forged')).toEqual([]);
  });
});

describe('an endpoint that fails for a moment', () => {
  it('is told of once, and once when it takes outcomes again', async () => {
    const receiver = await WebhookReceiver.start();
    onTestFinished(() => receiver.stop());
    receiver.answer = () => (receiver.received.length <= 4 ? 500 : 204);
    const service = await aService(receiver.settings());

    for (let count = 0; count < 3; count++) {
      const ixnProfile = anIxnProfile();
      await post(service, 'engage', { ixnProfile });
      await post(service, 'noengage', { cancelData: { interactionId: ixnProfile.interactionId } });
    }
    await told(service, 'endpoint.back');
    await service.signal('SIGTERM');

    const about = service.log.filter(({ event }) => event.startsWith('endpoint.'));
    expect(about.map(factsOf)).toEqual([
      { event: 'endpoint.failing', endpoint: 'default', why: 'it was answered 500' },
      { event: 'endpoint.back', endpoint: 'default' },
    ]);
  });
});

describe('connections beyond the cap', () => {
  it('are told once, and then in sum', async () => {
    const service = await aService({ MAX_CONNECTIONS_PER_ADDRESS: '5' });
    const held = await Promise.all(Array.from({ length: 5 }, () => RawConnection.to(service.url)));

    for (let count = 0; count < 20; count++) await (await RawConnection.to(service.url)).untilClosed();
    await told(service, 'callers.refused');
    for (const connection of held) connection.close();
    await service.signal('SIGTERM');

    const refused = service.log.filter(({ event }) => event === 'callers.refused').map(factsOf);
    const facts = { event: 'callers.refused', code: 'too-many-connections', address: '127.0.0.1' };
    expect(refused).toEqual([
      { ...facts, count: 1, withinSeconds: 0 },
      { ...facts, count: 19, withinSeconds: expect.any(Number) },
    ]);
  });

  it('of one visit are told alike, and so are events that are too many', async () => {
    const service = await aService({ MAX_CONNECTIONS_PER_VISIT: '1', MAX_EVENTS_PER_SECOND: '5' });
    const browser = await TestFrontend.connect(service, { visitId: VISIT });

    for (let count = 0; count < 3; count++)
      await expect(TestFrontend.connect(service, { visitId: VISIT })).rejects.toThrow();
    await Promise.all(Array.from({ length: 9 }, () => browser.send('nothing', {})));
    await told(service, 'callers.refused');
    await service.signal('SIGTERM');

    const counts = new Map<unknown, number>();
    for (const { event, code, count } of service.log)
      if (event === 'callers.refused') counts.set(code, (counts.get(code) ?? 0) + Number(count));
    expect(counts.get('too-many-connections')).toBe(3);
    expect(counts.get('too-many-requests')).toBeGreaterThan(0);
  });
});

describe('the level', () => {
  it('changes for a while, without a restart, and back', async () => {
    const service = await aService({ LOG_LEVEL: 'warn' });

    await post(service, 'engage', { ixnProfile: anIxnProfile() });
    const before = eventsOf(service).length;
    const changed = await setLevel(service, { level: 'debug', forSeconds: 1 });
    await post(service, 'engage', { ixnProfile: anIxnProfile() });
    await vi.waitFor(
      () => expect(service.log.filter(({ event }) => event === 'log.level-changed')).toHaveLength(2),
      PATIENCE,
    );
    const after = eventsOf(service).length;
    await post(service, 'engage', { ixnProfile: anIxnProfile() });
    const reply = await fetch(`${service.url}/operations/log-level`);
    await service.signal('SIGTERM');

    expect(changed).toMatchObject({ level: 'debug', startLevel: 'warn', until: expect.stringMatching(/Z$/) });
    expect(await reply.json()).toEqual({ level: 'warn', startLevel: 'warn', until: null });
    expect(before).toBe(1);
    expect(eventsOf(service).filter((event) => event === 'attempt.started')).toHaveLength(1);
    expect(eventsOf(service)).toHaveLength(after);
  });

  it('is changed by operators only', async () => {
    const service = await aService({ ...WITH_CREDENTIALS, OPERATOR_KEYS: `on-call:${OPERATOR_KEY}` });

    expect(await setLevel(service, { level: 'debug' })).toBe(401);
    expect(await setLevel(service, { level: 'debug' }, bearer(API_KEY))).toBe(401);
    expect((await fetch(`${service.url}/operations/log-level`, { headers: bearer(API_KEY) })).status).toBe(401);
    expect(await setLevel(service, { level: 'debug' }, bearer(OPERATOR_KEY))).toMatchObject({ level: 'debug' });
    expect(factsOf(await told(service, 'log.level-changed'))).toEqual({
      event: 'log.level-changed',
      from: 'info',
      to: 'debug',
      forSeconds: null,
      actor: 'on-call',
    });
  });

  it('does not become what it cannot be', async () => {
    const service = await aService();

    for (const change of [
      {},
      { level: 'trace' },
      { level: 'INFO' },
      { level: 'debug', forSeconds: 0 },
      { level: 'debug', forSeconds: 86_401 },
      { level: 'debug', for: 10 },
      ['debug'],
    ])
      expect({ change, status: await setLevel(service, change) }).toEqual({ change, status: 400 });
    expect(await (await fetch(`${service.url}/operations/log-level`)).json()).toMatchObject({ level: 'info' });
  });

  it('follows a signal', async () => {
    const service = await aService({ LOG_LEVEL: 'warn' });

    service.nudge('SIGUSR2');
    await told(service, 'log.level-changed');
    await fetch(`${service.url}/nowhere`);
    service.nudge('SIGUSR2');
    await vi.waitFor(
      () => expect(service.log.filter(({ event }) => event === 'log.level-changed')).toHaveLength(2),
      PATIENCE,
    );
    await fetch(`${service.url}/nowhere`);
    await service.signal('SIGTERM');

    expect(service.log.filter(({ event }) => event === 'log.level-changed')).toMatchObject([
      { from: 'warn', to: 'debug', signal: 'SIGUSR2' },
      { from: 'debug', to: 'warn', signal: 'SIGUSR2' },
    ]);
    expect(eventsOf(service).filter((event) => event === 'request.refused')).toHaveLength(1);
  });
});

describe('the last lines', () => {
  it('are there when the service is told to end, in the middle of traffic', async () => {
    const service = await aService();
    let started = 0;
    const callers = Array.from({ length: 8 }, async () => {
      for (;;) {
        const answered = await post(service, 'engage', { ixnProfile: anIxnProfile() }).catch(() => undefined);
        if (answered === undefined) return;
        if (answered.status === 200) started++;
      }
    });

    await vi.waitFor(() => expect(started).toBeGreaterThan(200), PATIENCE);
    await service.signal('SIGTERM');
    await Promise.all(callers);

    expect(eventsOf(service).filter((event) => event === 'attempt.started')).toHaveLength(started);
    expect(eventsOf(service).at(-1)).toBe('service.ended');
  });

  it('are there when it falls over what nobody expected, and say what that was', async () => {
    const fall = encodeURIComponent(`process.once('SIGWINCH', () => { throw new TypeError('out of paper'); })`);
    const service = await aService({ NODE_OPTIONS: `--import=data:text/javascript,${fall}` });

    for (let count = 0; count < 20; count++) await post(service, 'engage', { ixnProfile: anIxnProfile() });
    service.nudge('SIGWINCH');
    await vi.waitFor(() => expect(service.isRunning).toBe(false), PATIENCE);
    const crashed = await told(service, 'service.crashed');

    expect(eventsOf(service).filter((event) => event === 'attempt.started')).toHaveLength(20);
    expect(crashed).toMatchObject({
      level: 'error',
      err: { type: 'TypeError', message: 'out of paper', stack: expect.stringContaining('out of paper') },
    });
    expect(service.output).toContain('TypeError: out of paper\n');
  });
});

describe('whoever reads the log', () => {
  it('holds up nobody by not reading, and misses nothing', async () => {
    const service = await aService();
    service.stopReading();

    const since = performance.now();
    for (let batch = 0; batch < 40; batch++)
      await Promise.all(Array.from({ length: 50 }, () => post(service, 'engage', { ixnProfile: anIxnProfile() })));
    const tookMs = performance.now() - since;
    const probe = await fetch(`${service.url}/health/live`);
    service.readOn();
    await service.signal('SIGTERM');

    expect(probe.status).toBe(200);
    expect(tookMs).toBeLessThan(15_000);
    expect(eventsOf(service).filter((event) => event === 'attempt.started')).toHaveLength(2_000);
    expect(eventsOf(service)).not.toContain('log.lost');
  });

  it('may go away', async () => {
    const service = await aService();

    service.hangUp();
    for (let count = 0; count < 3; count++) {
      expect((await post(service, 'engage', { ixnProfile: anIxnProfile() })).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }

    expect(await service.signal('SIGTERM')).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { EventLog } from './event-log.js';
import { LOG_LEVELS, type LogLevel } from './levels.js';
import { Log } from './log.js';

/** A log whose lines are kept. */
function aLog(level: LogLevel = 'debug'): {
  readonly log: Log;
  readonly lines: string[];
  readonly told: () => unknown[];
} {
  const lines: string[] = [];
  const log = new Log({ write: (line) => void lines.push(line) });
  log.level = level;
  return { log, lines, told: () => lines.map((line): unknown => JSON.parse(line)) };
}

const ATTEMPT = {
  requestId: 'r-1',
  attemptId: 'a-1',
  interactionId: 'i-1',
  channel: 'chat',
  ruleName: null,
  actor: 'orchestration',
};

describe('an event', () => {
  it('is one line of JSON: when, how important, where from, what, and its facts', () => {
    const { log, lines } = aLog();

    new EventLog('Attempts', log).tell('attempt.started', ATTEMPT);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      pid: process.pid,
      hostname: expect.any(String),
      part: 'Attempts',
      event: 'attempt.started',
      ...ATTEMPT,
    });
  });

  it('leaves out a fact that is not there, and keeps one that is null', () => {
    const { log, told } = aLog();

    new EventLog('Callers', log).tell('callers.refused', {
      code: 'forbidden-origin',
      address: undefined,
      origin: 'null',
      count: 1,
      withinSeconds: 0,
    });

    expect(told()[0]).not.toHaveProperty('address');
  });

  it.each([
    ['ends of lines of every kind', 'a\nb\rc\r\nd\u0085e\u2028f\u2029g\u000bh\u000ci\u001cj'],
    ['control characters', '\u0000 \u0007 \u001b[2J \u007f \u009b2J'],
    ['what would end its text', '"},{"event":"service.crashed"}'],
    ['a line of its own', '"}\n{"level":"error","event":"service.crashed"}\n'],
    ['backslashes', '\\ \\" \\n \\u2028'],
    ['ten thousand characters', '\n'.repeat(10_000)],
  ])('stays one line, and says what it was told, where a fact holds %s', (_, why) => {
    const { log, lines, told } = aLog();

    new EventLog('Store', log).tell('store.away', { why });

    expect(lines).toHaveLength(1);
    // Everything that any reader may take for more than a character, but for the end of the line.
    expect(lines[0]).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]*\n$/u);
    expect(told()).toEqual([expect.objectContaining({ event: 'store.away', level: 'warn', why })]);
  });

  it('stays one line where a fact is half a character', () => {
    const { log, told } = aLog();

    new EventLog('Store', log).tell('store.away', { why: '\ud800' });

    expect(told()).toMatchObject([{ event: 'store.away' }]);
  });
});

describe('the time of a line', () => {
  it('is that of the moment, also when lines follow each other', async () => {
    const { log, told } = aLog();
    const events = new EventLog('Service', log);
    const before = Date.now();

    events.tell('service.ended', { afterMs: 1 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    events.tell('service.ended', { afterMs: 2 });

    const [first, second] = told().map((line) => Date.parse((line as { time: string }).time));
    expect(first).toBeGreaterThanOrEqual(before);
    expect(second).toBeGreaterThan(first ?? 0);
    expect(second).toBeLessThanOrEqual(Date.now());
  });
});

describe('the level', () => {
  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ] as const)('%s lets %j through', (level, written) => {
    const { log, told } = aLog(level);
    const events = new EventLog('Anything', log);

    events.tell('framework.told', { text: '' });
    events.tell('nodes.connected', {});
    events.tell('store.away', { why: '' });
    events.tell('keys.kept', { why: '' });

    expect(told().map((line) => (line as { level: string }).level)).toEqual(written);
  });

  it('holds for every logger from the moment it is changed', () => {
    const { log, told } = aLog('error');
    const one = new EventLog('One', log);
    one.tell('nodes.connected', {});

    for (const level of LOG_LEVELS.toReversed()) {
      log.level = level;
      one.tell('nodes.connected', {});
      new EventLog('Other', log).tell('nodes.connected', {});
    }

    // At info and at debug.
    expect(told()).toHaveLength(4);
  });

  it('does not hold back what is told whatever it is', () => {
    const { log, told } = aLog('error');

    new EventLog('Service', log).tellAnyway('service.ended', { afterMs: 1 });

    expect(told()).toMatchObject([{ level: 'info', event: 'service.ended' }]);
  });
});

describe('an error', () => {
  it('is told with its stack and its causes, and without what else hangs on it', () => {
    const { log, lines, told } = aLog();
    const cause = Object.assign(new TypeError('no such column'), { code: '42703' });
    const err = Object.assign(new Error('it failed', { cause }), { detail: 'Key (visit_id)=(v-1)', statement: {} });

    new EventLog('Calls', log).tell('request.failed', { requestId: 'r-1', code: 'internal-error', err });

    expect(told()[0]).toMatchObject({
      err: {
        type: 'Error',
        message: 'it failed',
        stack: expect.stringContaining('log.spec'),
        cause: { type: 'TypeError', message: 'no such column', code: '42703' },
      },
    });
    expect(lines[0]).not.toContain('v-1');
  });

  it('that is its own cause is told all the same', () => {
    const { log, told } = aLog();
    const err = new Error('round');
    err.cause = err;

    new EventLog('Service', log).tell('service.ended-badly', { err });

    expect(told()[0]).toMatchObject({ err: { cause: { message: 'round' } } });
  });

  it.each(['out of paper', undefined, null, 7])('may be anything that is thrown: %s', (err) => {
    const { log, told } = aLog();

    new EventLog('Service', log).tell('service.ended-badly', { err });

    if (err === undefined) expect(told()[0]).not.toHaveProperty('err');
    else expect(told()[0]).toMatchObject({ err: { message: String(err) } });
  });
});

describe('what no line may hold', () => {
  it('stays out even where somebody slips it in', () => {
    const { log, lines } = aLog();
    const slipped = { why: 'x', visitId: 'v-secret', data: { a: 'v-secret' }, token: 'v-secret', key: 'v-secret' };

    new EventLog('Store', log).tell('store.away', slipped);

    expect(lines[0]).not.toContain('v-secret');
    expect(lines[0]).toContain('"visitId":"[left out]"');
  });
});

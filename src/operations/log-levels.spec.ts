import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventLog, type LogLevel, theLog } from '../logging/index.js';
import { LogLevels } from './log-levels.js';

const BY_OPERATOR = { actor: 'on-call' };

let tell: ReturnType<typeof spyOnLog>;
/** What the level was when the log was told of each change. */
let levelsWhenTold: LogLevel[];

function spyOnLog() {
  return vi.spyOn(EventLog.prototype, 'tell').mockImplementation(() => void levelsWhenTold.push(theLog.level));
}

function startedAt(logLevel: LogLevel): LogLevels {
  theLog.level = logLevel;
  return new LogLevels({ logLevel });
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-31T12:00:00Z') });
  levelsWhenTold = [];
  tell = spyOnLog();
});

afterEach(() => {
  tell.mockRestore();
  theLog.level = 'info';
  vi.useRealTimers();
});

describe('a level that an operator sets', () => {
  it('holds until it is changed again', () => {
    const levels = startedAt('info');

    expect(levels.change('debug', null, BY_OPERATOR)).toEqual({ level: 'debug', startLevel: 'info', until: null });
    vi.advanceTimersByTime(86_400_000);
    expect(theLog.level).toBe('debug');
    expect(levels.change('warn', null, BY_OPERATOR)).toEqual({ level: 'warn', startLevel: 'info', until: null });
  });

  it('for a while gives way to that of the start', () => {
    const levels = startedAt('warn');

    levels.change('info', null, BY_OPERATOR);
    const now = levels.change('debug', 600, BY_OPERATOR);
    expect(now).toEqual({ level: 'debug', startLevel: 'warn', until: new Date('2026-01-31T12:10:00Z') });
    vi.advanceTimersByTime(599_999);
    expect(theLog.level).toBe('debug');
    vi.advanceTimersByTime(1);

    expect(levels.now).toEqual({ level: 'warn', startLevel: 'warn', until: null });
  });

  it('takes the place of one that was for a while', () => {
    const levels = startedAt('info');

    levels.change('debug', 10, BY_OPERATOR);
    levels.change('debug', null, BY_OPERATOR);
    vi.advanceTimersByTime(20_000);

    expect(theLog.level).toBe('debug');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is told while such lines are written: before they are not any more, and once they are', () => {
    const levels = startedAt('info');

    levels.change('debug', 10, BY_OPERATOR);
    levels.change('error', null, BY_OPERATOR);
    levels.change('info', null, BY_OPERATOR);

    expect(levelsWhenTold).toEqual(['debug', 'debug', 'info']);
    expect(tell.mock.calls[0]).toEqual([
      'log.level-changed',
      { from: 'info', to: 'debug', forSeconds: 10, actor: 'on-call', signal: undefined },
    ]);
  });

  it('keeps no timer when the service ends', () => {
    const levels = startedAt('info');

    levels.change('debug', 600, BY_OPERATOR);
    levels.onApplicationShutdown();

    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the signal', () => {
  it.each([
    ['info', ['debug', 'info', 'debug']],
    ['error', ['debug', 'error', 'debug']],
    ['debug', ['info', 'debug', 'info']],
  ] as const)('has all lines written, and then those of before: from %s to %j', (start, expected) => {
    const levels = startedAt(start);

    const seen = expected.map(() => {
      levels.toggleDebug('SIGUSR2');
      return theLog.level;
    });

    expect(seen).toEqual(expected);
  });
});

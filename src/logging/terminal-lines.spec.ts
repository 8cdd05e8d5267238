import { describe, expect, it } from 'vitest';
import { EventLog } from './event-log.js';
import { Log } from './log.js';
import { TerminalLines } from './terminal-lines.js';

/** What is seen at a terminal. */
function aTerminal(colours: boolean): { readonly log: EventLog; readonly seen: () => string } {
  let seen = '';
  const lines = new TerminalLines({ write: (text) => (seen += text) }, { colours });
  return { log: new EventLog('Store', new Log(lines)), seen: () => seen };
}

describe('a line at a terminal', () => {
  it('is read at a glance: the time of day, how important, what, and its facts', () => {
    const { log, seen } = aTerminal(false);

    log.tell('store.away', { why: 'connection refused' });

    expect(seen()).toMatch(
      /^\[\d\d:\d\d:\d\d\.\d{3}\] WARN: store\.away \{"part":"Store","why":"connection refused"\}\n$/,
    );
  });

  it('has colours where the terminal has', () => {
    const { log, seen } = aTerminal(true);

    log.tell('nodes.connected', {});

    expect(seen()).toContain('\u001b[');
  });

  it('shows where an error came from', () => {
    const { log, seen } = aTerminal(false);

    log.tell('service.ended-badly', { err: new Error('out of paper') });

    expect(seen()).toContain('out of paper');
    expect(seen()).toContain('terminal-lines.spec');
  });

  it('does what nobody can do to a terminal with what it was sent', () => {
    const { log, seen } = aTerminal(false);

    const hostile = '\u001b[2J\u001b]0;owned\u0007\r\u007f\u009b2J\u2028';

    log.tell('store.away', { why: hostile });
    log.tell('service.ended-badly', { err: new Error(hostile, { cause: new Error(hostile) }) });

    expect(seen()).toContain('owned');
    expect(seen()).not.toMatch(/[^\P{Cc}\n]|\p{Zl}/u);
  });

  it('cannot be forged by what was sent', () => {
    const { log, seen } = aTerminal(false);
    const forged = '[12:00:00.000] ERROR: service.crashed';

    log.tell('store.away', { why: `x\n${forged}` });
    log.tell('service.ended-badly', { err: new Error(`x\n${forged}`) });

    expect(seen()).toContain(forged);
    expect(
      seen()
        .split('\n')
        .filter((line) => line.startsWith(forged)),
    ).toEqual([]);
  });
});

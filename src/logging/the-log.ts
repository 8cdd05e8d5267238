import type { Lines } from './json-lines.js';
import { LineWriter } from './line-writer.js';
import { Log } from './log.js';
import { TerminalLines } from './terminal-lines.js';

/** Standard output, looked at when there is a first line. */
class StandardOutput implements Lines {
  private lines: Lines | undefined;

  write(line: string): void {
    this.lines ??= this.open();
    this.lines.write(line);
  }

  private open(): Lines {
    const { stdout } = process;
    if (stdout.isTTY) return new TerminalLines(stdout, { colours: stdout.hasColors() });
    const writer = new LineWriter(stdout.fd, (count) => theLog.teller('Log', 'log.lost')({ count }));
    process.once('exit', () => writer.end());
    return writer;
  }
}

/** The log of this process. There is one standard output, and so one log and one level. */
export const theLog: Log = new Log(new StandardOutput());

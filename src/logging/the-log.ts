import type { Lines } from './json-lines.js';
import { LineWriter } from './line-writer.js';
import { Log } from './log.js';
import { TerminalLines } from './terminal-lines.js';

/** An output of this process, looked at when there is a first line. */
class ProcessOutput implements Lines {
  stream: NodeJS.WriteStream & { readonly fd: number } = process.stdout;
  private lines: Lines | undefined;

  write(line: string): void {
    this.lines ??= this.open();
    this.lines.write(line);
  }

  private open(): Lines {
    const { stream } = this;
    if (stream.isTTY) return new TerminalLines(stream, { colours: stream.hasColors() });
    const writer = new LineWriter(stream.fd, (count) => theLog.teller('Log', 'log.lost')({ count }));
    process.once('exit', () => writer.end());
    return writer;
  }
}

const output = new ProcessOutput();

/** The log of this process. It has one output, and so one log and one level. */
export const theLog: Log = new Log(output);

/** For a process whose standard output holds its result. To be called before the first line. */
export function logToStandardError(): void {
  output.stream = process.stderr;
}

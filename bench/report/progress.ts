const ERASE_LINE = '\r\u001B[K';

/** What goes on meanwhile: one line that is rewritten on a terminal, a line for each step elsewhere. */
export class Progress {
  private readonly begun = performance.now();
  private current = '';

  constructor(private readonly stream: NodeJS.WriteStream) {}

  step(text: string): void {
    this.current = text;
    if (this.stream.isTTY) this.rewrite(text);
    else this.stream.write(`${this.elapsed} ${text}\n`);
  }

  /** How far the step has got; on a terminal only. */
  detail(text: string): void {
    if (this.stream.isTTY) this.rewrite(`${this.current}: ${text}`);
  }

  /** Takes the line away, so that something else may be written. */
  clear(): void {
    if (this.stream.isTTY) this.stream.write(ERASE_LINE);
  }

  private rewrite(text: string): void {
    const line = `${this.elapsed} ${text}`;
    this.stream.write(ERASE_LINE + line.slice(0, (this.stream.columns || 80) - 1));
  }

  /** Minutes and seconds since the beginning. */
  private get elapsed(): string {
    const seconds = Math.round((performance.now() - this.begun) / 1000);
    return `[${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}]`;
  }
}

import { prettyFactory } from 'pino-pretty';
import { harmlessOnTerminals } from './harmless.js';
import type { Lines } from './json-lines.js';

/** The same lines as people read them. */
export class TerminalLines implements Lines {
  private readonly pretty: (line: string) => string;

  constructor(
    private readonly terminal: { write(text: string): unknown },
    { colours }: { readonly colours: boolean },
  ) {
    this.pretty = prettyFactory({
      colorize: colours,
      messageKey: 'event',
      translateTime: 'SYS:HH:MM:ss.l',
      ignore: 'pid,hostname',
      singleLine: true,
    });
  }

  write(line: string): void {
    this.terminal.write(this.pretty(harmlessOnTerminals(line)));
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a call, in its own time. */
export type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

/**
 * POST calls that go straight to their handlers, past the layers of Express: what those do (pages' policies, CORS, other
 * methods, patterns in paths) is nothing to a strategy's call, and would cost as much as all the rest of it.
 */
export class DirectCalls {
  private readonly handlers = new Map<string, Handler>();

  /**
   * @param prefixes path prefixes under which the same is served; handlers are known by the first
   * @param isPlain whether a call is one that nothing but its handler need look at
   */
  constructor(
    private readonly prefixes: readonly string[],
    private readonly isPlain: (request: IncomingMessage) => boolean,
  ) {}

  add(path: string, handler: Handler): void {
    // A pattern is no path.
    if (/[:*{(]/.test(path)) return;
    const [first = '', ...others] = this.prefixes;
    this.handlers.set(path, handler);
    if (!path.startsWith(`${first}/`)) return;
    for (const other of others) this.handlers.set(`${other}${path.slice(first.length)}`, handler);
  }

  /** @returns the handler of a call; nothing for one that takes the long way */
  handlerOf(request: IncomingMessage): Handler | undefined {
    if (request.method !== 'POST') return undefined;
    const handler = this.handlers.get(request.url ?? '');
    return handler !== undefined && this.isPlain(request) ? handler : undefined;
  }
}

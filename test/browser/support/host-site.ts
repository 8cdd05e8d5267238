import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** A page of the site: its markup, its script, and the policy that it is served under. */
export interface HostPage {
  readonly body: string;
  /** Runs as a module of its own file, since the policy may refuse inline scripts. */
  readonly script?: string;
  readonly policy?: string;
}

/** A web site of somebody else's, on an origin of its own, that uses the library. */
export class HostSite {
  private readonly pages = new Map<string, HostPage>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(): Promise<HostSite> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the site has no port');
    const site = new HostSite(server, `http://127.0.0.1:${address.port}`);
    server.on('request', (request, response) => {
      const [path = '', kind] = (request.url ?? '').split('?');
      const page = site.pages.get(path);
      if (page === undefined) return void response.writeHead(404).end();
      response.setHeader('Content-Type', kind === 'script' ? 'text/javascript' : 'text/html; charset=utf-8');
      if (page.policy !== undefined) response.setHeader('Content-Security-Policy', page.policy);
      response.end(kind === 'script' ? page.script : htmlOf(path, page));
    });
    return site;
  }

  /** @returns the address of the page */
  publish(path: string, page: HostPage): string {
    this.pages.set(path, page);
    return `${this.origin}${path}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

function htmlOf(path: string, { body, script }: HostPage): string {
  const tag = script === undefined ? '' : `<script type="module" src="${path}?script"></script>`;
  return `<!doctype html><html lang="en"><title>A site</title><main><h1>A site</h1>${body}</main>${tag}</html>`;
}

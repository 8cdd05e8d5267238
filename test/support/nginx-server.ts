import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

const TEMPLATE = new URL('../../deploy/nginx/gateway.conf.template', import.meta.url);

/** What nginx is told beside the template, as its image tells it: to run in one directory, for whoever starts it. */
const MAIN = `
daemon off;
pid nginx.pid;
worker_processes 1;
error_log stderr crit;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include gateway.conf;
}
`;

/** An nginx of the test's own before the nodes of both tiers, set up as it is deployed. */
export class NginxServer {
  private constructor(
    private readonly directory: string,
    private readonly server: ChildProcess,
    /** Where strategies call. */
    readonly internalUrl: string,
    /** Where browsers connect. */
    readonly publicUrl: string,
  ) {}

  static async start(nodes: {
    readonly backends: readonly { readonly port: number }[];
    readonly frontends: readonly { readonly port: number }[];
    /** How browsers are spread over the frontends. */
    readonly balance?: string;
    /** The proxies in front of it, as nginx is told of them. */
    readonly proxies?: string;
  }): Promise<NginxServer> {
    const directory = mkdtempSync(join(tmpdir(), 'engagement-test-nginx-'));
    const [internal, open] = [await freePort(), await freePort()];
    const values: Readonly<Record<string, string>> = {
      BACKEND_SERVERS: serversOf(nodes.backends),
      FRONTEND_SERVERS: serversOf(nodes.frontends),
      FRONTEND_BALANCE: nodes.balance ?? 'least_conn;',
      EDGE_PROXIES: nodes.proxies ?? '',
      INTERNAL_PORT: `127.0.0.1:${internal}`,
      PUBLIC_PORT: `127.0.0.1:${open}`,
    };
    const rendered = readFileSync(TEMPLATE, 'utf8').replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
    writeFileSync(join(directory, 'gateway.conf'), rendered);
    writeFileSync(join(directory, 'nginx.conf'), MAIN);
    const { NGINX = '/usr/sbin/nginx' } = process.env;
    const server = spawn(NGINX, ['-p', directory, '-c', 'nginx.conf', '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const started = new NginxServer(directory, server, `http://127.0.0.1:${internal}`, `http://127.0.0.1:${open}`);
    await started.answers();
    return started;
  }

  async stop(): Promise<void> {
    const ended = once(this.server, 'exit');
    this.server.kill('SIGTERM');
    await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await fetch(`${this.publicUrl}/`);
        return;
      } catch (error) {
        if (tries === 100 || this.server.exitCode !== null) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }
}

function serversOf(nodes: readonly { readonly port: number }[]): string {
  return nodes.map(({ port }) => `server 127.0.0.1:${port} max_fails=0;`).join('\n  ');
}

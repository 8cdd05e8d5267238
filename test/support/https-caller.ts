import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { TLSSocket } from 'node:tls';

export interface HttpsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
  /** The serial number of the certificate that the service showed. */
  readonly serial: string;
}

/** Calls over HTTPS, with a certificate of its own where it has one. */
export class HttpsCaller {
  private readonly agent: Agent;

  constructor(tls: object = {}, { keepAlive = false } = {}) {
    this.agent = new Agent({ keepAlive, rejectUnauthorized: false, ...tls });
  }

  async call(
    url: string,
    { headers = {}, body }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: object } = {},
  ): Promise<HttpsReply> {
    const response = await this.responseTo(url, headers, body);
    const serial = (response.socket as TLSSocket).getPeerCertificate().serialNumber;
    let text = '';
    for await (const chunk of response) text += String(chunk);
    const isJson = String(response.headers['content-type']).includes('json');
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : {},
      serial,
    };
  }

  private responseTo(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: object | undefined,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST';
      const sent = { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers };
      const call = request(url, { method, agent: this.agent, headers: sent }, resolve);
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { eventsOf } from './outcome-events.js';

const TAKEN = 204;
const NOT_TAKEN = 401;
const TOO_LARGE = 413;

const MOST_BYTES = 65_536;

/**
 * Outcomes by webhooks: the gateway posts them to `/sessions/{interactionId}/events`, at a port of this machine.
 *
 * @param {object} options
 * @param {string} options.interactionId the session that listens
 * @param {number} options.port
 * @param {string} options.secret what the gateway signs with
 * @param {(text: string) => void} options.log
 * @returns {Promise<import('./outcome-events.js').OutcomeSource>}
 */
export async function listenForOutcomes({ interactionId, port, secret, log }) {
  const webhook = new Webhook(secret);
  const address = `/sessions/${encodeURIComponent(interactionId)}/events`;
  // What has come waits here until it is followed: an outcome may be faster than the answer to its engage.
  const inbox = new PassThrough({ objectMode: true });

  const server = createServer((request, response) => {
    void take(request)
      .catch((error) => {
        log(`not taken: ${error.message}`);
        return NOT_TAKEN;
      })
      .then((status) => response.writeHead(status, { connection: 'close' }).end());
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');

  /**
   * Anything but a 2xx makes the gateway send it again: what is for a session that is over is taken too.
   *
   * @param {import('node:http').IncomingMessage} request
   */
  async function take(request) {
    if (!(Number(request.headers['content-length']) <= MOST_BYTES)) return TOO_LARGE;
    const { type, data } = verified(webhook, await text(request), request.headers);
    if (request.url === address && inbox.writable) inbox.write({ name: type, data });
    return TAKEN;
  }

  return {
    async *outcomesOf(engaged) {
      // What it had come to before anybody listened is told here. An outcome that is told twice does no harm.
      yield* eventsOf(engaged);
      yield* inbox;
    },
    close() {
      server.close();
      inbox.destroy();
    },
  };
}

/**
 * @param {Webhook} webhook
 * @param {string} body
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @returns {any} what it says; that it is not the gateway's, or too old, is an error
 */
function verified(webhook, body, headers) {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return webhook.verify(body, Object.fromEntries(names.map((name) => [name, String(headers[name])])));
}

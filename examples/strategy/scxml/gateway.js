import { setTimeout as pause } from 'node:timers/promises';

/** What is no answer yet: too many calls at once, or a gateway that cannot take them at the moment. */
const BUSY = new Set([408, 429, 500, 502, 503, 504]);

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const REPLY_WITHIN_MS = 30_000;

/** A gateway's REST API. A call whose reply is lost, or that comes at a bad time, is made again: none does harm twice. */
export class Gateway {
  #closing = new AbortController();
  #headers;
  #patienceMs;
  #log;

  /**
   * @param {object} options
   * @param {string} options.url up to and with `/data/gateway`
   * @param {string} options.apiKey empty in open mode
   * @param {number} options.patienceMs how long a call is made again
   * @param {(text: string) => void} options.log
   */
  constructor({ url, apiKey, patienceMs, log }) {
    this.url = url;
    this.#headers = { ...(apiKey !== '' && { authorization: `Bearer ${apiKey}` }) };
    this.#patienceMs = patienceMs;
    this.#log = log;
  }

  /** Lets go of the calls that are under way. */
  close() {
    this.#closing.abort();
  }

  /**
   * @param {string} path
   * @param {RequestInit} [request]
   * @returns the reply, whatever it says; no reply in all that time is an error
   */
  async ask(path, request = {}) {
    const givesUpAt = Date.now() + this.#patienceMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const tried = await this.#askOnce(path, request);
      if (tried.reply !== undefined) return tried.reply;
      const { trouble, retryAfterMs } = tried;
      const waitMs = Math.max(pauseMs, retryAfterMs);
      if (Date.now() + waitMs > givesUpAt) throw new Error(trouble);
      this.#log(`${trouble}; once more in ${waitMs / 1000} s`);
      await pause(waitMs, undefined, { signal: this.#closing.signal });
    }
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   */
  async #askOnce(path, request) {
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(REPLY_WITHIN_MS)]);
      const response = await fetch(this.url + path, { ...request, headers: this.#headers, signal });
      const { ok, status, headers } = response;
      const text = await response.text();
      if (!BUSY.has(status)) return { reply: { ok, body: JSON.parse(text) } };
      return {
        trouble: `the gateway answers ${status}`,
        retryAfterMs: 1000 * (Number(headers.get('retry-after')) || 0),
      };
    } catch (error) {
      this.#closing.signal.throwIfAborted();
      return { trouble: `no answer (${reasonOf(error)})`, retryAfterMs: 0 };
    }
  }
}

/**
 * What fetch throws says little; its cause says more.
 *
 * @param {unknown} error
 */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

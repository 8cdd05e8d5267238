import { promisify } from 'node:util';
import scxml from '@scion-scxml/scxml';

/**
 * What a document sends elsewhere.
 *
 * @typedef {{ readonly name: string, readonly target?: string, readonly data: Readonly<Record<string, string>> }} SentEvent
 *
 * @typedef {object} SessionOptions
 * @property {string} id what the document knows as `_sessionid`
 * @property {Readonly<Record<string, unknown>>} params they take the place of what its datamodel says
 * @property {(event: SentEvent) => void} send
 * @property {(text: string) => void} log
 */

/** A document that is being interpreted. */
export class Session {
  #chart;
  #log;

  /**
   * @param {import('@scion-scxml/core').ModelFactory} model
   * @param {SessionOptions} options
   */
  constructor(model, { id, params, send, log }) {
    // What <log> writes to. The interpreter's own types take it for a function.
    const output = /** @type {any} */ ({ log: (/** @type {unknown[]} */ ...words) => log(words.join(': ')) });
    this.#chart = new scxml.core.Statechart(model, { sessionid: id, params, customSend: send, console: output });
    this.#log = log;
  }

  /**
   * @param {string} path of the document
   * @param {SessionOptions} options
   */
  static async of(path, options) {
    const compiled = await promisify(scxml.pathToModel)(path);
    const model = await promisify(compiled.prepare.bind(compiled))();
    return new Session(model, options);
  }

  /**
   * Runs it to its end, and logs each state on the way.
   *
   * @returns {Promise<string>} the final state
   */
  run() {
    const state = () => this.#chart.getConfiguration().join(' ');
    return new Promise((resolve) => {
      this.#chart.on('onSmallStepEnd', () => this.#log(state()));
      this.#chart.on('onExitInterpreter', () => resolve(state()));
      this.#chart.start();
    });
  }

  /**
   * Hands it an event. One that has ended hears no more.
   *
   * @param {string} name
   * @param {unknown} [data]
   */
  raise(name, data) {
    if (!this.#chart.isFinal()) this.#chart.gen({ name, data });
  }
}

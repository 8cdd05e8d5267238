// Runs engagement.scxml for one visit: node run.js '{"visitId": "visit-1", "cartTotal": 129.9}'
// What it takes, prints and exits with is in ../README.md.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { post } from './basic-http.js';
import { Gateway } from './gateway.js';
import { waitForOutcomes } from './outcomes-by-waiting.js';
import { listenForOutcomes } from './outcomes-by-webhook.js';
import { Session } from './session.js';

const DOCUMENT = fileURLToPath(new URL('engagement.scxml', import.meta.url));

const ACCEPTED = 0;
const NOT_ACCEPTED = 1;
const TROUBLE = 2;

const {
  GATEWAY_URL = 'http://127.0.0.1:8080',
  GATEWAY_API_KEY: apiKey = '',
  GATEWAY_PATIENCE_SECONDS: patienceSeconds = '60',
  OUTCOME_WEBHOOK_SECRET: secret = '',
} = process.env;

try {
  const { values, positionals } = parseArgs({ options: { listen: { type: 'string' } }, allowPositionals: true });
  const end = await run(factsIn(positionals[0]), values.listen);
  process.stdout.write(`${end}\n`);
  process.exitCode = statusOf(end);
} catch (error) {
  log(String(error));
  process.exitCode = TROUBLE;
}

/**
 * @param {Record<string, unknown>} facts about the visit; they set what the document's datamodel declares
 * @param {string} [port] where outcomes are listened for, rather than waited for
 * @returns {Promise<string>} the final state
 */
async function run({ interactionId = randomUUID(), ...facts }, port) {
  const id = String(interactionId);
  const gateway = new Gateway({
    url: `${GATEWAY_URL}/backend/data/gateway`,
    apiKey,
    patienceMs: Number(patienceSeconds) * 1000,
    log,
  });
  const source =
    port === undefined
      ? waitForOutcomes(gateway)
      : await listenForOutcomes({ interactionId: id, port: Number(port), secret, log });
  const session = await Session.of(DOCUMENT, {
    id,
    params: { ...facts, gateway: gateway.url },
    send: (event) => void exchange(event).catch(({ message }) => session.raise('error.communication', message)),
    log,
  });

  /** @param {import('./session.js').SentEvent} event what the document sends: it is posted, and an engage is followed */
  async function exchange(event) {
    const reply = await post(gateway, event);
    session.raise(reply.name, reply.data);
    if (reply.name !== 'engage.done') return;
    for await (const outcome of source.outcomesOf(reply.data)) session.raise(outcome.name, outcome.data);
  }

  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => session.raise('interaction.abandoned'));
  try {
    return await session.run();
  } finally {
    source.close();
    gateway.close();
  }
}

/** @param {string} [text] */
function factsIn(text) {
  if (text === undefined) throw new Error('the facts about the visit are missing: one argument, as JSON');
  return JSON.parse(text);
}

/** @param {string} end */
function statusOf(end) {
  if (end === 'accepted') return ACCEPTED;
  return end === 'refused' || end === 'unavailable' ? TROUBLE : NOT_ACCEPTED;
}

/** @param {string} text */
function log(text) {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}

// Runs the strategy for one visit: node dist/run.js '{"visitId": "visit-1", "cartTotal": 129.9}'
// What it takes, prints and exits with is in ../README.md.
import { randomUUID } from 'node:crypto';
import { connect } from './gateway.js';
import { Unavailable } from './patient-fetch.js';
import { type End, type Facts, invite } from './strategy.js';

const TROUBLE = 2;

/** 0: the visitor accepted. 1: it came to another end. 2: something is wrong. */
const STATUS: Readonly<Record<End | 'unavailable', number>> = {
  accepted: 0,
  declined: 1,
  ignored: 1,
  expired: 1,
  cancelled: 1,
  failed: 1,
  suppressed: 1,
  'not-invited': 1,
  'visit-engaged': 1,
  refused: TROUBLE,
  unavailable: TROUBLE,
};

try {
  const end = await run(factsIn(process.argv[2]), process.env);
  log(end);
  process.stdout.write(`${end}\n`);
  process.exitCode = STATUS[end];
} catch (error) {
  log(String(error));
  process.exitCode = TROUBLE;
}

async function run(facts: Facts, environment: NodeJS.ProcessEnv): Promise<End | 'unavailable'> {
  const { GATEWAY_URL = 'http://127.0.0.1:8080', GATEWAY_API_KEY = '', GATEWAY_PATIENCE_SECONDS = '60' } = environment;
  const closing = new AbortController();
  const gateway = connect({
    url: GATEWAY_URL,
    apiKey: GATEWAY_API_KEY,
    patienceMs: Number(GATEWAY_PATIENCE_SECONDS) * 1000,
    closing: closing.signal,
    log,
  });
  const abandoned = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => abandoned.abort());
  try {
    return await invite(gateway, facts, abandoned.signal, log);
  } catch (error) {
    if (error instanceof Unavailable) return 'unavailable';
    throw error;
  } finally {
    closing.abort();
  }
}

function factsIn(text: string | undefined): Facts {
  if (text === undefined) throw new Error('the facts about the visit are missing: one argument, as JSON');
  const facts: Partial<Facts> = JSON.parse(text);
  return {
    interactionId: randomUUID(),
    visitId: '',
    language: 'en',
    cartTotal: 0,
    displaySeconds: 60,
    timeToLive: 300,
    ...facts,
  };
}

function log(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}

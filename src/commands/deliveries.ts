import type { Command } from 'commander';
import { answer, withJson } from './answer.js';
import { OperatorApi } from './operator-api.js';
import { tableOf } from './printing.js';
import { queryOf } from './query.js';
import type { Surroundings } from './surroundings.js';

interface Delivery {
  readonly endpoint: string;
  readonly position: number;
  readonly attemptId: string;
  readonly type: string;
  readonly state: string;
  readonly tries: number;
  readonly dueAt: string | null;
  readonly error: string | null;
}

interface Endpoint {
  readonly endpoint: string;
  readonly origin: string | null;
  readonly standing: string;
  readonly failures: number;
  readonly waiting: number;
  readonly waitingSince: string | null;
  readonly failed: number;
}

type JsonOption = { readonly json?: true };

/** `deliveries …` and `endpoints …`: what is told of outcomes, and to whom. */
export function addDeliveries(program: Command, surroundings: Surroundings): void {
  const deliveries = program.command('deliveries').description('look at webhooks of outcomes, or send one again');
  withJson(deliveries.command('list'))
    .description('deliveries, those of the latest outcomes first')
    .option('--endpoint <name>', 'only those to this endpoint')
    .option('--state <state>', 'only those that are waiting, delivered or failed')
    .option('--attempt <attemptId>', 'only those of this attempt')
    .option('--limit <count>', 'how many at most, 1 to 200', '50')
    .option('--cursor <cursor>', 'go on from here: the nextCursor of the page before')
    .action(async (options: JsonOption & { readonly [option: string]: string }) => {
      const { endpoint, state, attempt, limit, cursor } = options;
      const query = queryOf({ endpoint, state, attemptId: attempt, limit, cursor });
      const found = await OperatorApi.of(surroundings).call<{
        readonly deliveries: readonly Delivery[];
        readonly nextCursor: string | null;
      }>('GET', `deliveries${query}`);
      const rows = found.deliveries.map((each) => [
        each.position,
        each.endpoint,
        each.attemptId,
        each.type,
        each.state,
        each.tries,
        each.dueAt,
        each.error,
      ]);
      const further = found.nextCursor === null ? '' : `There may be more: --cursor ${found.nextCursor}\n`;
      answer(
        surroundings,
        options,
        found,
        `${tableOf(['position', 'to', 'attempt', 'told', 'state', 'tries', 'due', 'error'], rows)}${further}`,
      );
    });
  withJson(deliveries.command('resend'))
    .description('send an outcome again, whatever has become of it')
    .argument('<endpoint>')
    .argument('<position>', 'the outcome’s place, as deliveries list shows it')
    .action(async (endpoint: string, position: string, options: JsonOption) => {
      const path = `deliveries/${encodeURIComponent(endpoint)}/${encodeURIComponent(position)}/resend`;
      const sent = await OperatorApi.of(surroundings).call<{ readonly standing: string }>('POST', path);
      answer(surroundings, options, sent, `It waits to be sent; the endpoint is ${sent.standing}.\n`);
    });

  const endpoints = program.command('endpoints').description('look at who is told of outcomes, and take them back');
  withJson(endpoints.command('list'))
    .description('endpoints, and what waits for each')
    .action(async (options: JsonOption) => {
      const found = await OperatorApi.of(surroundings).call<{
        readonly endpoints: readonly Endpoint[];
      }>('GET', 'endpoints');
      const rows = found.endpoints.map((each) => [
        each.endpoint,
        each.origin,
        each.standing,
        each.failures,
        each.waiting,
        each.waitingSince,
        each.failed,
      ]);
      answer(
        surroundings,
        options,
        found,
        tableOf(['endpoint', 'at', 'standing', 'failures', 'waiting', 'since', 'failed'], rows),
      );
    });
  withJson(endpoints.command('enable'))
    .description('end a pause, take a disabled endpoint back, and send what waits now')
    .argument('<endpoint>')
    .action(async (endpoint: string, options: JsonOption) => {
      const path = `endpoints/${encodeURIComponent(endpoint)}/enable`;
      const enabled = await OperatorApi.of(surroundings).call<Endpoint>('POST', path);
      answer(surroundings, options, enabled, `${enabled.endpoint} is ${enabled.standing}; ${enabled.waiting} wait.\n`);
    });
  withJson(endpoints.command('resend-failed'))
    .description('send an endpoint again what was given up')
    .argument('<endpoint>')
    .action(async (endpoint: string, options: JsonOption) => {
      const path = `endpoints/${encodeURIComponent(endpoint)}/resend-failed`;
      const sent = await OperatorApi.of(surroundings).call<{
        readonly count: number;
        readonly standing: string;
      }>('POST', path);
      answer(surroundings, options, sent, `${sent.count} wait to be sent; the endpoint is ${sent.standing}.\n`);
    });
}

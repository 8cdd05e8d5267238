import type { Command } from 'commander';
import { answer, withJson } from './answer.js';
import { OperatorApi } from './operator-api.js';
import { listOf, tableOf } from './printing.js';
import { queryOf } from './query.js';
import type { Surroundings } from './surroundings.js';

interface Attempt {
  readonly attemptId: string;
  readonly interactionId: string;
  readonly visitId: string | null;
  readonly state: string;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

interface Record extends Attempt {
  readonly transitions: readonly {
    readonly state: string;
    readonly at: string;
    readonly by: string;
    readonly actor: string | null;
    readonly reason: string | null;
  }[];
  readonly deliveries: readonly {
    readonly endpoint: string;
    readonly type: string;
    readonly state: string;
    readonly tries: number;
    readonly error: string | null;
  }[];
}

interface Found {
  readonly attempts: readonly Attempt[];
  readonly nextCursor: string | null;
}

/** `attempts list`, `attempts show` and `attempts cancel`. */
export function addAttempts(program: Command, surroundings: Surroundings): void {
  const attempts = program.command('attempts').description('look for attempts, look at one, or cancel it');
  withJson(attempts.command('list'))
    .description('attempts, newest first')
    .option('--visit <visitId>', 'only those of this visit')
    .option('--interaction <interactionId>', 'only that of this interaction')
    .option('--state <state>', 'only those in this state')
    .option('--channel <channel>', 'only those of this channel')
    .option('--rule <ruleName>', 'only those of this rule')
    .option('--since <time>', 'only those created then or later; RFC 3339')
    .option('--until <time>', 'only those created before')
    .option('--limit <count>', 'how many at most, 1 to 200', '50')
    .option('--cursor <cursor>', 'go on from here: the nextCursor of the page before')
    .action(async (options: { readonly [option: string]: string } & { readonly json?: true }) => {
      const { visit, interaction, rule, state, channel, since, until, limit, cursor } = options;
      const query = queryOf({
        visitId: visit,
        interactionId: interaction,
        ruleName: rule,
        state,
        channel,
        since,
        until,
        limit,
        cursor,
      });
      const found = await OperatorApi.of(surroundings).call<Found>('GET', `attempts${query}`);
      answer(surroundings, options, found, `${tableOf(HEADINGS, found.attempts.map(rowOf))}${furtherOf(found)}`);
    });
  withJson(attempts.command('show'))
    .description('one attempt with its steps and what was told of it')
    .argument('<attemptId>')
    .option('--payload', 'also what was attached to it; that it was read is on record')
    .action(async (attemptId: string, options: { readonly json?: true; readonly payload?: true }) => {
      const query = queryOf({ payload: options.payload === true ? 'true' : undefined });
      const path = `attempts/${encodeURIComponent(attemptId)}${query}`;
      const record = await OperatorApi.of(surroundings).call<Record>('GET', path);
      answer(surroundings, options, record, inWords(record));
    });
  withJson(attempts.command('cancel'))
    .description('end an attempt, so that pages close its invitation')
    .argument('<attemptId>')
    .option('--reason <text>', 'why; it is kept with the attempt')
    .action(async (attemptId: string, options: { readonly json?: true; readonly reason?: string }) => {
      const body = options.reason === undefined ? {} : { reason: options.reason };
      const path = `attempts/${encodeURIComponent(attemptId)}/cancel`;
      const attempt = await OperatorApi.of(surroundings).call<Attempt>('POST', path, body);
      answer(surroundings, options, attempt, `${attempt.attemptId} is ${attempt.state}.\n`);
    });
}

const HEADINGS = ['created', 'attempt', 'interaction', 'visit', 'state', 'reason'];

function rowOf({ createdAt, attemptId, interactionId, visitId, state, reason }: Attempt): readonly unknown[] {
  return [createdAt, attemptId, interactionId, visitId, state, reason];
}

function furtherOf({ nextCursor }: Found): string {
  return nextCursor === null ? '' : `There may be more: --cursor ${nextCursor}\n`;
}

function inWords({ transitions, deliveries, ...attempt }: Record): string {
  return [
    listOf(attempt),
    tableOf(
      ['at', 'state', 'by', 'actor', 'reason'],
      transitions.map((step) => [step.at, step.state, step.by, step.actor, step.reason]),
    ),
    ...(deliveries.length === 0
      ? []
      : [
          tableOf(
            ['told', 'to', 'state', 'tries', 'error'],
            deliveries.map((each) => [each.type, each.endpoint, each.state, each.tries, each.error]),
          ),
        ]),
  ].join('\n');
}

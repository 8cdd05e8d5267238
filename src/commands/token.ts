import { type Command, InvalidArgumentError } from 'commander';
import { readConfiguration } from '../config/index.js';
import { SystemClock } from '../engagement/model.js';
import { answer, withJson } from './answer.js';
import { CommandError, type Surroundings } from './surroundings.js';

const DEFAULT_SECONDS = 3_600;

interface TokenOptions {
  readonly json?: true;
  readonly page?: string;
  readonly seconds: number;
}

/** `token`: a visit token, for a try. */
export function addToken(program: Command, surroundings: Surroundings): void {
  withJson(program.command('token'))
    .description('make a visit token with VISIT_TOKEN_SECRET')
    .argument('<visitId>', 'the visit that it lets a browser into')
    .option('--page <pageId>', 'the only page that it is for')
    .option('--seconds <count>', 'how long it holds', wholeSeconds, DEFAULT_SECONDS)
    .action(async (visitId: string, options: TokenOptions) => {
      const configuration = readConfiguration(surroundings.environment);
      if (configuration.visitTokenSecret === null)
        throw new CommandError('VISIT_TOKEN_SECRET is not set: there is nothing to sign a token with.');
      const { ID_EXPECTATION, isIdentifier } = await import('../fields/index.js');
      if (!isIdentifier(visitId)) throw new CommandError(`The visit ${ID_EXPECTATION}.`);
      if (options.page !== undefined && !isIdentifier(options.page))
        throw new CommandError(`The page ${ID_EXPECTATION}.`);
      const { VisitTokens } = await import('../access/index.js');
      const clock = new SystemClock();
      // Tokens tell their times in whole seconds.
      const expiresAt = (Math.floor(clock.now() / 1000) + options.seconds) * 1000;
      const token = await new VisitTokens(configuration, clock).mint(visitId, options.page ?? null, expiresAt);
      answer(surroundings, options, { token, expiresAt: new Date(expiresAt).toISOString() }, `${token}\n`);
    });
}

function wholeSeconds(text: string): number {
  const count = Number(text);
  if (!/^\d{1,5}$/.test(text) || count < 1 || count > 86_400)
    throw new InvalidArgumentError('It must be a whole number from 1 to 86400.');
  return count;
}

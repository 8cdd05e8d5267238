import type { Command } from 'commander';
import { complaintsOf, ConfigurationError, nearMissesIn, readConfiguration, settingsIn } from '../config/index.js';
import { answer, withJson } from './answer.js';
import { tableOf } from './printing.js';
import type { Surroundings } from './surroundings.js';

/** `config`: what the service would start with, or everything that keeps it from that. */
export function addConfig(program: Command, surroundings: Surroundings): void {
  withJson(program.command('config'))
    .description(
      'check the settings, and print each with where it comes from; secrets are masked, and names that are almost a ' +
        'setting’s are told',
    )
    .option('--set', 'print only those that are set')
    .action(async (options: { readonly json?: true; readonly set?: true }) => {
      const { environment, fromFile } = surroundings;
      tellNearMisses(surroundings);
      const { FILE_CHECKS } = await import('../read-files.js');
      const { checkCertificates } = await import('../listeners/index.js');
      const { collectionIn } = await import('../tracing/index.js');
      const ofSettings = complaintsOf(environment);
      const complaints = [...ofSettings, ...complaintsBy(() => collectionIn(environment))];
      // What settings name is looked at when all of them will do.
      if (ofSettings.length === 0) {
        const configuration = readConfiguration(environment);
        for (const check of [checkCertificates, ...FILE_CHECKS])
          complaints.push(...complaintsBy(() => check(configuration)));
      }
      if (complaints.length > 0) throw new ConfigurationError(complaints.join('\n'));
      const settings = settingsIn(environment, fromFile).filter(
        ({ source }) => options.set === undefined || source !== 'default',
      );
      const rows = settings.map(({ name, value, source }) => [name, value, source]);
      answer(surroundings, options, settings, tableOf(['variable', 'value', 'from'], rows));
    });
}

function complaintsBy(check: () => unknown): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.message];
    throw error;
  }
}

/** What commands know, and the service does not. */
const FOR_COMMANDS: ReadonlySet<string> = new Set(['GATEWAY_URL', 'OPERATOR_KEY', 'OPERATOR_KEY_FILE']);

/** First of all: they may be why a setting will not do. */
function tellNearMisses({ environment, err }: Surroundings): void {
  for (const { variable, meant } of nearMissesIn(environment))
    if (!FOR_COMMANDS.has(variable)) err(`${variable} has no effect: is ${meant} meant?\n`);
}

import type { Command } from 'commander';
import { readConfiguration } from '../config/index.js';
import { answer, withJson } from './answer.js';
import type { Surroundings } from './surroundings.js';

/** `migrate`: the schema, before the service starts. */
export function addMigrate(program: Command, surroundings: Surroundings): void {
  withJson(program.command('migrate'))
    .description('bring the database to the schema of this release; the service does so too, when it starts')
    .action(async (options: { readonly json?: true }) => {
      const { openStore } = await import('../store/index.js');
      const { store, migrated } = await openStore(readConfiguration(surroundings.environment));
      await store.close();
      const words = migrated.length === 0 ? 'The schema is up to date.\n' : `Applied ${migrated.join(', ')}.\n`;
      answer(surroundings, options, { migrated }, words);
    });
}

import type { INestApplicationContext } from '@nestjs/common';
import { Keyring } from './access/index.js';
import { type Configuration, ConfigurationError, readConfiguration } from './config/index.js';
import { EventLog, whyOf } from './logging/index.js';

const log = new EventLog('Keys');

/** Takes the keys that files hold now. When they will not do, those that it has stay. */
export function takeNewKeys(application: INestApplicationContext, current: Configuration): void {
  try {
    const fresh = readConfiguration(process.env);
    const isAsBefore = (keys: 'apiKeys' | 'frontendKeys' | 'operatorKeys'): boolean =>
      fresh[keys].length > 0 === current[keys].length > 0;
    if (!isAsBefore('apiKeys') || !isAsBefore('frontendKeys') || !isAsBefore('operatorKeys'))
      throw new ConfigurationError('who is asked for a key at all changes with a restart only');
    application.get(Keyring, { strict: false }).replace(fresh);
    log.tell('keys.renewed', {});
  } catch (error) {
    log.tell('keys.kept', { why: whyOf(error) });
  }
}

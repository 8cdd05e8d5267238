import type { Configuration } from './config/index.js';
import { ProfileMapping } from './gateway/index.js';
import { Endpoints } from './outcomes/index.js';
import { HttpPacing } from './pacing/index.js';

/** What the files that settings name have come to. */
export interface ReadFiles {
  readonly mapping: ProfileMapping;
  readonly endpoints: Endpoints;
}

/** Each throws ConfigurationError for the first that will not do. */
const READERS = {
  pacing: (configuration: Configuration) => HttpPacing.check(configuration),
  mapping: (configuration: Configuration) => ProfileMapping.of(configuration),
  endpoints: (configuration: Configuration) => Endpoints.of(configuration),
};

/** What `readFiles` does, part by part, for who wants to know everything that is wrong. */
export const FILE_CHECKS: readonly ((configuration: Configuration) => unknown)[] = Object.values(READERS);

/**
 * Reads the files that settings name, but for those of listeners, and checks whatever else can be found wrong with settings
 * before the service starts.
 *
 * @throws ConfigurationError for the first that will not do
 */
export function readFiles(configuration: Configuration): ReadFiles {
  READERS.pacing(configuration);
  return { mapping: READERS.mapping(configuration), endpoints: READERS.endpoints(configuration) };
}

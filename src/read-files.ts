import type { Configuration } from './config/index.js';
import { ProfileMapping } from './gateway/index.js';
import { Endpoints } from './outcomes/index.js';
import { HttpPacing } from './pacing/index.js';

/** What the files that settings name have come to. */
export interface ReadFiles {
  readonly mapping: ProfileMapping;
  readonly endpoints: Endpoints;
}

/** What is looked at, each by itself: throws ConfigurationError for the first that will not do. */
export const FILE_CHECKS: readonly ((configuration: Configuration) => unknown)[] = [
  (configuration) => HttpPacing.check(configuration),
  (configuration) => ProfileMapping.of(configuration),
  (configuration) => Endpoints.of(configuration),
];

/**
 * Reads the files that settings name, but for those of listeners, and checks whatever else can be found wrong with settings
 * before the service starts.
 *
 * @throws ConfigurationError for the first that will not do
 */
export function readFiles(configuration: Configuration): ReadFiles {
  HttpPacing.check(configuration);
  return { mapping: ProfileMapping.of(configuration), endpoints: Endpoints.of(configuration) };
}

import type { Environment } from './configuration.js';
import { VARIABLES } from './variables.js';

/** A setting as somebody who checks it wants to see it. */
export interface Setting {
  readonly name: string;
  /** Its text; `null` for none, `(secret)` for one that may hold a password. */
  readonly value: string | null;
  /** `environment`, `.env`, `default`, or the file that its `…_FILE` twin names. */
  readonly source: string;
}

const MASK = '(secret)';

/** @param fromFile variables that only the `.env` file has set */
export function settingsIn(environment: Environment, fromFile: ReadonlySet<string>): readonly Setting[] {
  return Object.values(VARIABLES).map(({ name, secret, default: fallback }) => {
    const file = secret === true ? environment[`${name}_FILE`] : undefined;
    const text = environment[name]?.trim();
    const value = file || text || fallback;
    return {
      name,
      value: value === '' ? null : secret === true && value !== fallback ? MASK : value,
      source: file || (text ? (fromFile.has(name) ? '.env' : 'environment') : 'default'),
    };
  });
}

import type { Environment } from './configuration.js';
import { VARIABLES } from './variables.js';

/** A variable that is almost one of the service's. */
export interface NearMiss {
  readonly variable: string;
  readonly meant: string;
}

/** How many are told. */
const MOST_TOLD = 20;

/** A name that is longer than any variable's by more than a slip is none of them. */
const MOST_SLIPS = 2;

/** In a short name one slip makes another word of it. */
const SHORT = 6;

/** Variables that have no effect, and that somebody may have meant to have one. No value is looked at. */
export function nearMissesIn(environment: Environment): readonly NearMiss[] {
  return Object.keys(environment)
    .filter((name) => !OURS.has(name))
    .flatMap((variable) => {
      const meant = meantBy(variable);
      return meant === undefined ? [] : [{ variable, meant }];
    })
    .slice(0, MOST_TOLD);
}

const NAMES: readonly string[] = Object.values(VARIABLES).flatMap((declared) =>
  declared.secret === undefined ? [declared.name] : [declared.name, `${declared.name}_FILE`],
);

const OURS: ReadonlySet<string> = new Set(NAMES);

function meantBy(given: string): string | undefined {
  const name = given.toUpperCase().replaceAll('-', '_');
  let [nearest, fewest]: [string | undefined, number] = [undefined, MOST_SLIPS + 1];
  for (const candidate of NAMES) {
    const most = candidate.length <= SHORT ? 1 : MOST_SLIPS;
    const slips = slipsBetween(name, candidate, most);
    if (slips <= most && slips < fewest) [nearest, fewest] = [candidate, slips];
  }
  return nearest;
}

/** Letters that are missing, too many, wrong, or swapped with the next; any number above `most` stands for more than that. */
function slipsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next[column] = Math.min(
        at(last, column) + 1,
        at(next, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, next];
  }
  return at(last, other.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

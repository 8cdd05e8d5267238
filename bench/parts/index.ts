import { capacity } from './capacity.js';
import { comparison } from './comparison.js';
import { console } from './console.js';
import { growth } from './growth.js';
import { nodes } from './nodes.js';
import type { Part } from './part.js';
import { profile } from './profile.js';
import { soak } from './soak.js';
import { visitors } from './visitors.js';

export type { Bench, Part } from './part.js';

/** Everything that can be measured, by the name that it is asked for with, in the order of `all`. */
export const PARTS: Readonly<Record<string, Part>> = {
  comparison,
  visitors,
  soak,
  growth,
  console,
  nodes,
  profile,
  capacity,
};

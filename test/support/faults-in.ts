import { Fault } from '../../src/faults/index.js';

/** The faults that reading finds, each sentence by its JSON pointer; none when it finds nothing wrong. */
export function faultsIn(read: () => unknown): Readonly<Record<string, string>> {
  try {
    read();
    return {};
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'validation-failed') throw error;
    return Object.fromEntries((error.facts.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));
  }
}

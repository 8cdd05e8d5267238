import { type StatsListener, unwatchFile, watchFile } from 'node:fs';

/** How often files are looked at, in milliseconds: by their state, so that a link that is pointed elsewhere is seen too. */
const LOOK_EVERY_MS = 1_000;

/**
 * Runs when one of the files has changed.
 *
 * @returns looks no more
 */
export function watchFiles(files: readonly string[], changed: () => void): () => void {
  const listener: StatsListener = (now, before) => {
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino || now.size !== before.size) changed();
  };
  for (const file of files) watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, listener);
  return () => {
    for (const file of files) unwatchFile(file, listener);
  };
}

type Ending = () => Promise<void>;

/** What has been started and is to be stopped, in the order of its start. */
const endings = new Set<Ending>();
let isEnding = false;

/**
 * Remembers how to stop what has just been started, so that it ends with the benchmark however that comes.
 *
 * @returns stops it now; does nothing the second time
 */
export function endsWith(stop: Ending): Ending {
  const ending: Ending = async () => {
    if (endings.delete(ending)) await stop();
  };
  endings.add(ending);
  // Started while everything else is being stopped already.
  if (isEnding) void ending();
  return ending;
}

/** Stops everything, the youngest first. One that cannot be stopped does not keep the others. */
export async function endAll(): Promise<void> {
  isEnding = true;
  for (const ending of [...endings].toReversed()) await ending().catch(() => undefined);
}

/** Whether the benchmark is being broken off: what fails now fails because of that. */
export function isBreakingOff(): boolean {
  return isEnding;
}

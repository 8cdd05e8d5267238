import { EventLog } from './logging/index.js';

/** A terminal that is closed (SIGHUP) is no reason to cut off its browsers either. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How long the end may take, in milliseconds: a little less than orchestrators grant. */
const END_WITHIN_MS = 24_000;

const log = new EventLog('Service');

/** Ends the service when it is told to. A second signal, whichever it is, finds no listener and ends the process at once. */
export function endOnSignal(leave: () => Promise<void>): void {
  const end = (signal: NodeJS.Signals): void => {
    const since = performance.now();
    for (const other of SIGNALS) process.off(other, end);
    log.tell('service.draining', { signal });
    setTimeout(() => {
      log.tell('service.cut-off', { afterMs: END_WITHIN_MS });
      process.exit(1);
    }, END_WITHIN_MS).unref();
    // What a database that does not answer keeps open must not keep the process.
    leave().then(
      () => {
        log.tell('service.ended', { afterMs: Math.round(performance.now() - since) });
        process.exit(0);
      },
      (error: unknown) => {
        log.tell('service.ended-badly', { err: error });
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, end);
}

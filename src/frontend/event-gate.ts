import type { Problem } from '../contract/index.js';
import { Fault, problemOf } from '../faults/index.js';
import type { FrontendMeasures } from './frontend-measures.js';
import type { FrontendSocket } from './frontend-socket.js';
import type { SocketLog } from './socket-log.js';

const SECOND_MS = 1_000;

/**
 * Looks at each event before its handler does: one that there is no handler for is answered with a fault, and so is one
 * too many; a connection that goes on regardless is closed.
 *
 * @param eventsPerSecond how many events the connection may send within a second; `null`: as many as it likes
 * @param log learns of each fault
 * @param measures count them
 */
export function guardEvents(
  socket: FrontendSocket,
  eventsPerSecond: number | null,
  log: Pick<SocketLog, 'turnedBack'>,
  measures: Pick<FrontendMeasures, 'cut' | 'eventRefused'>,
): void {
  let second = 0;
  let count = 0;
  const refuse = (event: string, parts: readonly unknown[], fault: Fault): void => {
    measures.eventRefused(event, fault.code);
    log.turnedBack(answer(parts, fault), socket);
  };
  socket.use(([event, ...parts], next) => {
    const now = Math.trunc(Date.now() / SECOND_MS);
    count = now === second ? count + 1 : 1;
    second = now;
    if (eventsPerSecond !== null && count > 2 * eventsPerSecond) {
      // What came with it is looked at after it is closed.
      if (socket.connected) measures.cut.add('sends-too-much');
      socket.disconnect(true);
      return;
    }
    if (eventsPerSecond !== null && count > eventsPerSecond) return refuse(event, parts, tooMany(eventsPerSecond));
    if (socket.listenerCount(event) === 0) return refuse(event, parts, unknown(event));
    next();
  });
}

function answer(parts: readonly unknown[], fault: Fault): Problem {
  const problem = problemOf(fault);
  const acknowledge = parts.at(-1);
  if (typeof acknowledge === 'function') acknowledge({ ok: false, problem });
  return problem;
}

function tooMany(eventsPerSecond: number): Fault {
  return new Fault('too-many-requests', `A connection may send ${eventsPerSecond} events within a second.`, {
    retryAfterSeconds: 1,
  });
}

/** How much of a name is repeated: it is the sender’s, and may be long. */
const MOST_QUOTED = 64;

function unknown(event: string): Fault {
  return new Fault('unknown-event', `There is no event ${JSON.stringify(event).slice(0, MOST_QUOTED)}.`);
}

import type { EventName, Facts } from './events.js';
import type { Log } from './log.js';
import { theLog } from './the-log.js';

/**
 * The log as one part of the service has it.
 *
 * @example new EventLog('Keys').tell('keys.kept', { why })
 */
export class EventLog {
  private readonly tellers = new Map<EventName, (facts: object) => void>();

  /** @param part names it in each line */
  constructor(
    private readonly part: string,
    private readonly log: Log = theLog,
  ) {}

  /** The event’s level is the catalogue’s. */
  tell<Name extends EventName>(event: Name, facts: Facts<Name>): void {
    if (this.log.isWritten(event)) this.tellAnyway(event, facts);
  }

  /** Whatever the level is. */
  tellAnyway<Name extends EventName>(event: Name, facts: Facts<Name>): void {
    let tell = this.tellers.get(event);
    if (tell === undefined) {
      tell = this.log.teller(this.part, event);
      this.tellers.set(event, tell);
    }
    tell(facts);
  }
}

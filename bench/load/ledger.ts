/** How an engagement stands when nothing has come back yet. */
const NOTHING_YET = 0;

/** After this, an invitation that has not been answered is given up. In milliseconds. */
const PATIENCE_MS = 10_000;

/** What became of some engagements, one after the other. Times in milliseconds. */
export interface Outcome {
  readonly accepted: number;
  /** Answered with a status of 300 or above, or not at all. */
  readonly refused: number;
  /** Accepted, and never pushed to their visitor. */
  readonly lost: number;
  /** From just before the POST until the push had come. */
  readonly pushTimes: readonly number[];
  /** From just before the POST until it was answered. */
  readonly replyTimes: readonly number[];
}

/** Some time of the run, as performance.now() tells it. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What has become of each engagement, by its number. Kept in typed arrays, so that keeping it costs the load generator
 * next to nothing while it measures; everything is reckoned afterwards.
 */
export class Ledger {
  private sentAt = new Float64Array(1 << 16);
  private repliedAt = new Float64Array(1 << 16);
  private arrivedAt = new Float64Array(1 << 16);
  private acknowledgedAt = new Float64Array(1 << 16);
  private statuses = new Uint16Array(1 << 16);
  private visitors = new Uint32Array(1 << 16);
  /** How many engagements there have been; also the number of the next. */
  count = 0;
  /** Invitations that came again after their answer had been acknowledged. */
  shownTwice = 0;
  /** Invitations that came again before that, as the contract allows. */
  pushedAgain = 0;
  /** Answers that the server did not take. */
  answersRefused = 0;
  /** Invitations that came to somebody else than their visitor. */
  astray = 0;

  /** @returns the number of the engagement that is about to be sent */
  begin(visitor: number): number {
    if (this.count === this.sentAt.length) this.grow();
    const number = this.count++;
    this.visitors[number] = visitor;
    this.sentAt[number] = performance.now();
    return number;
  }

  reply(number: number, status: number): void {
    this.repliedAt[number] = performance.now();
    this.statuses[number] = status;
  }

  /** @returns whether the visitor is to answer it */
  arrive(number: number, visitor: number): boolean {
    const isAstray = this.visitors[number] !== visitor;
    const isAnswered = this.acknowledgedAt[number] !== NOTHING_YET;
    if (isAstray) this.astray++;
    else if (isAnswered) this.shownTwice++;
    else if (this.arrivedAt[number] !== NOTHING_YET) this.pushedAgain++;
    else this.arrivedAt[number] = performance.now();
    return !isAstray && !isAnswered;
  }

  acknowledge(number: number, isTaken: boolean): void {
    if (isTaken) this.acknowledgedAt[number] = performance.now();
    else this.answersRefused++;
  }

  /** Whether nothing more comes of it: the visitor's answer is acknowledged, or the engage was refused. */
  isDone(number: number): boolean {
    return this.acknowledgedAt[number] !== NOTHING_YET || (this.statuses[number] ?? 0) >= 300;
  }

  /** Whether the visitor may be engaged again: it is done, or nothing has come of it for long. */
  isOver(number: number): boolean {
    return this.isDone(number) || performance.now() - (this.sentAt[number] ?? 0) > PATIENCE_MS;
  }

  /** Whether every engagement from this number on has been answered by the server and by its visitor. */
  isSettledSince(from: number): boolean {
    for (let number = from; number < this.count; number++)
      if (this.statuses[number] === NOTHING_YET || !this.isDone(number)) return false;
    return true;
  }

  /** @param to the number of the first that does not count any more */
  outcome(from: number, to = this.count): Outcome {
    const counted = { accepted: 0, refused: 0, lost: 0 };
    const [pushTimes, replyTimes]: [number[], number[]] = [[], []];
    for (let number = from; number < to; number++) {
      const sent = this.sentAt[number] ?? 0;
      const replied = this.repliedAt[number] ?? 0;
      const arrived = this.arrivedAt[number] ?? 0;
      const status = this.statuses[number] ?? 0;
      const isAccepted = status >= 200 && status < 300;
      counted[isAccepted ? 'accepted' : 'refused']++;
      if (isAccepted && arrived === NOTHING_YET) counted.lost++;
      if (arrived !== NOTHING_YET) pushTimes.push(arrived - sent);
      if (isAccepted) replyTimes.push(replied - sent);
    }
    return { ...counted, pushTimes, replyTimes };
  }

  /** Times from POST to push of those who were not under way in any of the spans. */
  pushTimesApartFrom(spans: readonly Span[]): readonly number[] {
    return Array.from({ length: this.count }, (_, number) => number).flatMap((number) => {
      const [sent, arrived] = [this.sentAt[number] ?? 0, this.arrivedAt[number] ?? NOTHING_YET];
      const isWithin = spans.some((span) => sent < span.toMs && arrived > span.fromMs);
      return arrived === NOTHING_YET || isWithin ? [] : [arrived - sent];
    });
  }

  private grow(): void {
    const longer = <A extends Float64Array | Uint16Array | Uint32Array>(array: A, fresh: A): A => {
      fresh.set(array);
      return fresh;
    };
    const length = this.sentAt.length * 2;
    this.sentAt = longer(this.sentAt, new Float64Array(length));
    this.repliedAt = longer(this.repliedAt, new Float64Array(length));
    this.arrivedAt = longer(this.arrivedAt, new Float64Array(length));
    this.acknowledgedAt = longer(this.acknowledgedAt, new Float64Array(length));
    this.statuses = longer(this.statuses, new Uint16Array(length));
    this.visitors = longer(this.visitors, new Uint32Array(length));
  }
}

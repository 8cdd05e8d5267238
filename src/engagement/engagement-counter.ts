import { Injectable } from '@nestjs/common';
import { DISPOSITIONS, type DispositionName } from '../contract/index.js';
import { BoundedNames, Counter } from '../measures/index.js';
import type { CancelResult, DispositionResult } from './attempt-store.js';

/** What comes of engages that the store has answered. `overtaken`: its cancellation came first. */
export const ENGAGE_RESULTS = [
  'started',
  'suppressed',
  'replayed',
  'overtaken',
  'interaction-conflict',
  'visit-engaged',
] as const;

/** Why nobody is invited, as far as nobody else gives a reason of their own. */
export const REASONS_TO_SUPPRESS: readonly string[] = [
  'dont-ask-again',
  'quiet-after-decline',
  'quiet-after-acceptance',
  'invitation-cap',
  'quiet-hours',
  'no-agents',
  'pacing-unavailable',
];

/** How many reasons of others are told apart. */
const MOST_REASONS = 20;

/** What comes of cancellations. `nothing`: the visit had nothing active. */
export const CANCEL_RESULTS = [
  'cancelled',
  'already-cancelled',
  'remembered',
  'nothing',
  'ended-otherwise',
] as const satisfies readonly (CancelResult['kind'] | 'nothing')[];

export type DispositionOutcome = DispositionResult['kind'];

/** What has come of what this node was asked to do, since it started. */
@Injectable()
export class EngagementCounter {
  readonly engages = new Counter(ENGAGE_RESULTS);
  /** By the reason. */
  readonly suppressions = new Counter<string>(REASONS_TO_SUPPRESS);
  readonly cancellations = new Counter(CANCEL_RESULTS);
  /** By what was reported. */
  readonly dispositions: ReadonlyMap<DispositionName, Counter<DispositionOutcome>> = new Map(
    DISPOSITIONS.map((disposition) => [disposition, new Counter(['advanced'])]),
  );
  private readonly reasons = new BoundedNames(MOST_REASONS, REASONS_TO_SUPPRESS);

  suppressed(reason: string): void {
    this.engages.add('suppressed');
    this.suppressions.add(this.reasons.of(reason));
  }
}

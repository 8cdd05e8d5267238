import { Inject, Injectable, Optional } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { AttemptStore, type StartResult, type StartTerms } from './attempt-store.js';
import type { Moment, NewAttempt } from './attempt.js';
import { Pacing } from './pacing.js';
import { QuietHours } from './quiet-hours.js';
import type { VisitLimits } from './visit-limits.js';

/** What was to start, and what became of it. */
export interface Beginning {
  readonly attempt: NewAttempt;
  readonly result: StartResult;
}

/** Starts attempts as the deployer's rules have it. */
@Injectable()
export class InvitationRules {
  private readonly quietHours: QuietHours | null;
  private readonly terms: StartTerms;
  private readonly quietTerms: StartTerms;

  constructor(
    private readonly store: AttemptStore,
    @Inject(Configuration) private readonly configuration: Configuration,
    @Optional() private readonly pacing?: Pacing,
  ) {
    const { quietHours, quietHoursZone, visitConflict } = configuration;
    this.quietHours = quietHoursZone === null ? null : new QuietHours(quietHours, quietHoursZone);
    this.terms = { conflict: visitConflict, limits: limitsOf(configuration), refusal: null };
    this.quietTerms = { ...this.terms, refusal: 'quiet-hours' };
  }

  /**
   * Starts an attempt, unless something stops it. Whether there are agents is asked when nothing else does.
   *
   * @param make makes the attempt as of now: after a question, time has passed
   */
  async start(make: () => NewAttempt): Promise<Beginning> {
    const attempt = make();
    const terms = this.termsAt(attempt.createdAt);
    if (this.pacing === undefined || terms.refusal !== null)
      return { attempt, result: await this.store.start(attempt, terms) };
    const stopped = await this.store.stop(attempt, terms);
    if (stopped !== undefined) return { attempt, result: stopped };
    const refusal = await this.refusalBy(this.pacing, attempt);
    const later = make();
    const termsThen = this.termsAt(later.createdAt);
    const result = await this.store.start(later, { ...termsThen, refusal: termsThen.refusal ?? refusal });
    return { attempt: later, result };
  }

  private termsAt(at: Moment): StartTerms {
    return this.quietHours?.has(at) ? this.quietTerms : this.terms;
  }

  private async refusalBy(
    pacing: Pacing,
    { interactionId, visitId, channel, language, ruleName }: NewAttempt,
  ): Promise<string | null> {
    const answer = await pacing.ask({ interactionId, visitId, channel, language, ruleName });
    switch (answer.kind) {
      case 'invite':
        return null;
      case 'suppress':
        return answer.reason;
      case 'unavailable':
        return this.configuration.pacingWhenUnavailable === 'suppress' ? 'pacing-unavailable' : null;
    }
  }
}

/** What the settings grant a visit; nothing where they grant it everything. */
function limitsOf({
  quietAfterDeclineSeconds: decline,
  quietAfterAcceptanceSeconds: acceptance,
  invitationsPerVisit: cap,
}: Configuration): VisitLimits | null {
  if (decline === null && acceptance === null && cap === null) return null;
  return {
    quietAfterDecline: decline === null ? null : decline * 1000,
    quietAfterAcceptance: acceptance === null ? null : acceptance * 1000,
    cap: cap === null ? null : { most: cap.most, within: cap.withinSeconds * 1000 },
  };
}

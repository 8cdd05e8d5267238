import { Inject, Injectable, Optional } from '@nestjs/common';
import { HttpPacing } from '../../pacing/index.js';
import { counter, gauge, histogram, told } from './metric.js';
import { Metrics } from './metrics.js';

export const PACING_METRICS = {
  questions: counter(
    'engagement_pacing_questions_total',
    'Questions whether there are agents, by the answer: "invite", "suppress", or "unavailable" when none came in time; and those that were "spared" whoever had given none again and again. Only with PACING_URL.',
    ['answer'],
  ),
  duration: histogram(
    'engagement_pacing_duration_seconds',
    'How long the answers took, or were waited for. Only with PACING_URL.',
  ),
  waiting: gauge('engagement_pacing_questions_waiting', 'Questions without an answer yet. Only with PACING_URL.'),
} as const;

/** How it goes to ask whether there are agents. A node that asks nobody has nothing to tell. */
@Injectable()
export class PacingMetrics {
  constructor(metrics: Metrics, @Optional() @Inject(HttpPacing) pacing: HttpPacing | undefined) {
    if (pacing === undefined) return;
    const { outcomes, seconds } = pacing.questions;
    metrics.add(() => [
      told(
        PACING_METRICS.questions,
        [...outcomes].map(([answer, count]) => [{ answer }, count]),
      ),
      told(PACING_METRICS.duration, [[{}, seconds]]),
      told(PACING_METRICS.waiting, [[{}, pacing.waitingCount]]),
    ]);
  }
}

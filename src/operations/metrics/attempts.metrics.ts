import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Configuration } from '../../config/index.js';
import { ATTEMPT_STATES, type AttemptState } from '../../contract/index.js';
import {
  type AttemptNews,
  DEFAULT_CHANNEL,
  EngagementFeed,
  EngagementService,
  EngagementCounter,
  type Moment,
  type Subscription,
} from '../../engagement/index.js';
import { BoundedNames, Histogram, Counter } from '../../measures/index.js';
import { counter, gauge, histogram, told } from './metric.js';
import { Metrics } from './metrics.js';

export const ATTEMPT_METRICS = {
  reached: counter(
    'engagement_attempts_total',
    'Attempts that came to this state, told by the node that brought them there; each starts as pending, or is suppressed. Deployers name channels: the first twenty are told apart, the rest is "(other)".',
    ['state', 'channel'],
  ),
  engages: counter(
    'engagement_engages_total',
    'Engages by what came of them. A replay is the same engage again, which changes nothing; one that was overtaken was cancelled before it came.',
    ['result'],
  ),
  suppressions: counter(
    'engagement_suppressions_total',
    'Engages that came to nothing because of a rule, or of a visitor’s wish, by the reason. Whoever knows of agents may give reasons of their own: the first twenty are told apart, the rest is "(other)".',
    ['reason'],
  ),
  cancellations: counter(
    'engagement_cancellations_total',
    'Cancellations by what came of them: one may come again, be remembered for an engage that comes later, find nothing for its visit, or come after another ending.',
    ['result'],
  ),
  dispositions: counter(
    'engagement_dispositions_total',
    'Reports of pages by what they say and what came of it: only one that advanced has changed the attempt.',
    ['disposition', 'result'],
  ),
  engageToShown: histogram(
    'engagement_engage_to_shown_seconds',
    'From when an attempt was engaged until a page first showed it. A visitor who comes back to a page takes as long as that takes.',
  ),
  shownToAnswer: histogram(
    'engagement_shown_to_answer_seconds',
    'From when a page first showed an attempt until the visitor answered.',
    ['answer'],
  ),
  waiting: gauge(
    'engagement_engages_waiting',
    'Engages that wait for the store, or for the answer of whoever knows of agents.',
  ),
  waitingLimit: gauge(
    'engagement_engages_waiting_limit',
    'With so many waiting, further ones are answered 503 overloaded (MAX_WAITING_ENGAGEMENTS).',
  ),
} as const;

/** How many channels are told apart. */
const MOST_CHANNELS = 20;

const SHOWN_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600];

/** Up to the ten minutes that an invitation may be on display. */
const ANSWER_SECONDS = [0.5, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600];

/** What becomes of attempts, as this node brings it about. Moments are those on record, by the clock that all nodes share. */
@Injectable()
export class AttemptMetrics implements OnModuleInit, OnApplicationShutdown {
  private readonly channels = new BoundedNames(MOST_CHANNELS);
  private readonly reached = new Map<string, Counter<AttemptState>>();
  private readonly untilShown = new Histogram(SHOWN_SECONDS);
  private readonly untilAnswer = { accepted: new Histogram(ANSWER_SECONDS), declined: new Histogram(ANSWER_SECONDS) };
  private subscription: Subscription | undefined;

  constructor(
    metrics: Metrics,
    engagement: EngagementService,
    verbs: EngagementCounter,
    private readonly feed: EngagementFeed,
    @Inject(Configuration) { waitingEngagements }: Pick<Configuration, 'waitingEngagements'>,
  ) {
    this.statesOf(DEFAULT_CHANNEL);
    metrics.add(() => [
      told(
        ATTEMPT_METRICS.reached,
        [...this.reached].flatMap(([channel, states]) =>
          [...states].map(([state, count]) => [{ state, channel }, count] as const),
        ),
      ),
      told(
        ATTEMPT_METRICS.engages,
        [...verbs.engages].map(([result, count]) => [{ result }, count]),
      ),
      told(
        ATTEMPT_METRICS.suppressions,
        [...verbs.suppressions].map(([reason, count]) => [{ reason }, count]),
      ),
      told(
        ATTEMPT_METRICS.cancellations,
        [...verbs.cancellations].map(([result, count]) => [{ result }, count]),
      ),
      told(
        ATTEMPT_METRICS.dispositions,
        [...verbs.dispositions].flatMap(([disposition, results]) =>
          [...results].map(([result, count]) => [{ disposition, result }, count] as const),
        ),
      ),
      told(ATTEMPT_METRICS.engageToShown, [[{}, this.untilShown]]),
      told(
        ATTEMPT_METRICS.shownToAnswer,
        Object.entries(this.untilAnswer).map(([answer, seconds]) => [{ answer }, seconds]),
      ),
      told(ATTEMPT_METRICS.waiting, [[{}, engagement.waitingCount]]),
      told(ATTEMPT_METRICS.waitingLimit, [[{}, waitingEngagements]]),
    ]);
  }

  onModuleInit(): void {
    this.subscription = this.feed.subscribe((news) => this.count(news));
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  private count(news: AttemptNews): void {
    const { state, channel, createdAt } = news.attempt;
    this.statesOf(channel ?? DEFAULT_CHANNEL).add(state);
    if (news.kind === 'started' || news.kind === 'suppressed' || news.shownAt === null) return;
    if (news.kind === 'advanced') this.untilShown.observe(secondsBetween(createdAt, news.shownAt));
    else if (state === 'accepted' || state === 'declined')
      this.untilAnswer[state].observe(secondsBetween(news.shownAt, news.attempt.endedAt));
  }

  private statesOf(channel: string): Counter<AttemptState> {
    const name = this.channels.of(channel);
    const known = this.reached.get(name);
    if (known !== undefined) return known;
    const states = new Counter<AttemptState>(ATTEMPT_STATES);
    this.reached.set(name, states);
    return states;
  }
}

/** Clocks may be set back. */
function secondsBetween(from: Moment, until: Moment): number {
  return Math.max(0, until - from) / 1000;
}

import { Inject, Injectable } from '@nestjs/common';
import { Configuration, ConfigurationError } from '../config/index.js';
import { Pacing, type PacingAnswer, type PacingQuestion } from '../engagement/model.js';
import { EventLog } from '../logging/index.js';
import { TimedCounter } from '../measures/index.js';
import { CALLS_AT_ONCE, OutgoingCalls, whyOutOfReach } from '../outgoing/index.js';
import { answerIn } from './pacing-reply.js';
import { Respite } from './respite.js';

/** What comes of questions: an answer, none in time, or that nobody was asked who has given none again and again. */
const RESULTS = ['invite', 'suppress', 'unavailable', 'spared'] as const satisfies readonly (
  PacingAnswer['kind'] | 'spared'
)[];

type Settings = Pick<Configuration, 'pacingUrl' | 'pacingToken' | 'pacingMilliseconds'>;

/** Asks over HTTP. Who fails to answer again and again is left alone for a while, so that engages do not wait for nothing. */
@Injectable()
export class HttpPacing extends Pacing {
  /** @throws ConfigurationError for an address that would never be called */
  static check({ pacingUrl, outgoingNetworks }: Pick<Configuration, 'pacingUrl' | 'outgoingNetworks'>): void {
    const why = pacingUrl === null ? undefined : whyOutOfReach(new URL(pacingUrl), outgoingNetworks);
    if (why !== undefined) throw new ConfigurationError(`PACING_URL=${JSON.stringify(pacingUrl)} will not do: ${why}`);
  }

  /** How questions go; those that are spared take no time. */
  readonly questions = new TimedCounter<(typeof RESULTS)[number]>(RESULTS);
  private readonly log = new EventLog('Pacing');
  private readonly respite = new Respite();
  private readonly url: URL;
  private readonly headers: Readonly<Record<string, string>>;
  private underWay = 0;

  constructor(
    private readonly calls: OutgoingCalls,
    @Inject(Configuration) private readonly settings: Settings,
  ) {
    super();
    const { pacingUrl, pacingToken } = settings;
    if (pacingUrl === null) throw new Error('there is nobody to ask');
    this.url = new URL(pacingUrl);
    this.headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(pacingToken !== null && { authorization: `Bearer ${pacingToken}` }),
    };
  }

  /** How many questions have no answer yet. */
  get waitingCount(): number {
    return this.underWay;
  }

  override async ask(question: PacingQuestion): Promise<PacingAnswer> {
    if (!this.respite.mayBeAsked()) {
      this.questions.outcomes.add('spared');
      return { kind: 'unavailable' };
    }
    const begun = performance.now();
    const answer = await this.answerTo(question);
    this.questions.ended(answer.kind, begun);
    return answer;
  }

  private async answerTo(question: PacingQuestion): Promise<PacingAnswer> {
    // A question that waits for others may never be asked: nothing can be held against whoever would answer.
    const isAsked = this.underWay < CALLS_AT_ONCE;
    this.underWay++;
    const outcome = await this.calls.post({
      url: this.url,
      headers: this.headers,
      body: JSON.stringify(question),
      withinMs: this.settings.pacingMilliseconds,
    });
    this.underWay--;
    if (outcome.kind !== 'answered')
      return isAsked
        ? this.noAnswer('why' in outcome ? outcome.why : 'the call was broken off')
        : { kind: 'unavailable' };
    const answer = answerIn(outcome.status, outcome.body);
    if (answer === undefined) return this.noAnswer(`the reply, of status ${outcome.status}, is no answer`);
    if (this.respite.answered()) this.log.tell('pacing.available', {});
    return answer;
  }

  private noAnswer(why: string): PacingAnswer {
    if (this.respite.failed()) this.log.tell('pacing.unavailable', { why });
    return { kind: 'unavailable' };
  }
}

import { Inject, Injectable, Logger } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { Pacing, type PacingAnswer, type PacingQuestion } from '../engagement/model.js';
import { OutgoingCalls } from '../outgoing/index.js';
import { answerIn } from './pacing-reply.js';
import { Respite } from './respite.js';

type Settings = Pick<Configuration, 'pacingUrl' | 'pacingToken' | 'pacingMilliseconds'>;

/** Asks over HTTP. Who fails to answer again and again is left alone for a while, so that engages do not wait for nothing. */
@Injectable()
export class HttpPacing extends Pacing {
  private readonly log = new Logger('Pacing');
  private readonly respite = new Respite();
  private readonly url: URL;
  private readonly headers: Readonly<Record<string, string>>;

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

  override async ask(question: PacingQuestion): Promise<PacingAnswer> {
    if (!this.respite.mayBeAsked()) return { kind: 'unavailable' };
    const outcome = await this.calls.post({
      url: this.url,
      headers: this.headers,
      body: JSON.stringify(question),
      withinMs: this.settings.pacingMilliseconds,
    });
    if (outcome.kind === 'failed') return this.noAnswer(outcome.why);
    const answer = answerIn(outcome.status, outcome.body);
    if (answer === undefined) return this.noAnswer(`the reply, of status ${outcome.status}, is no answer`);
    if (this.respite.answered()) this.log.log({ event: 'pacing.available' });
    return answer;
  }

  private noAnswer(why: string): PacingAnswer {
    if (this.respite.failed()) this.log.warn({ event: 'pacing.unavailable', why });
    return { kind: 'unavailable' };
  }
}

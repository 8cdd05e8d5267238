import { once, setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { OutcomeType } from '../contract/index.js';
import type { OutcomeMessageDto } from './dto/outcome-message.dto.js';
import { messageOf } from './outcome-message.js';
import { EitherSignal } from '../engagement/index.js';
import { OutcomeTail } from './outcome-tail.js';

/** How long a stream may be silent, in milliseconds: proxies take a longer silence for its end. */
const SILENT_FOR_MS = 15_000;

/** After how long a client comes back that has lost its stream, in milliseconds. */
const COME_BACK_AFTER_MS = 1_000;

/** Tells outcomes as Server-Sent Events, from wherever a client has left off. */
@Injectable()
export class OutcomeStream {
  private readonly ending = new AbortController();

  constructor(private readonly tail: OutcomeTail) {
    // Every stream listens to it.
    setMaxListeners(0, this.ending.signal);
  }

  /**
   * Writes outcomes until the client has gone, or the service ends.
   *
   * @param after the place of the last outcome that the client has seen; from now on when it is left out
   * @param types only these; all when they are left out
   */
  async tell(
    response: ServerResponse,
    { after, types, gone }: { after?: number; types?: readonly OutcomeType[]; gone: AbortSignal },
  ): Promise<void> {
    begin(response);
    if (response.req.method === 'HEAD') return void response.end();
    const either = new EitherSignal([gone, this.ending.signal]);
    const over = either.signal;
    const wake = waker();
    over.addEventListener('abort', wake.now);
    let letGo = (): void => undefined;
    try {
      const followed = await this.tail.follow(wake.now);
      letGo = followed.letGo;
      let seen = after ?? followed.position;
      let spokeAt = performance.now();
      const say = (text: string): Promise<void> => {
        spokeAt = performance.now();
        return write(response, text, over);
      };
      await say(`${placeOf(seen)}retry: ${COME_BACK_AFTER_MS}\n\n`);
      while (!over.aborted) {
        const outcomes = await this.tail.after(seen);
        for (const outcome of outcomes) {
          seen = outcome.position;
          const message = messageOf(outcome);
          if (types === undefined || types.includes(message.type)) await say(eventOf(seen, message));
        }
        if (outcomes.length === 0) await wake.orAfter(spokeAt + SILENT_FOR_MS - performance.now());
        // Also for whom nothing of what happens is: they come back from here.
        if (performance.now() >= spokeAt + SILENT_FOR_MS) await say(`${placeOf(seen)}\n`);
      }
    } finally {
      letGo();
      either.letGo();
      response.end();
    }
  }

  /** Lets every client go: the service is about to end, and they come back elsewhere. */
  release(): void {
    this.ending.abort();
  }
}

function begin(response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // nginx would gather what is to be told at once.
    'X-Accel-Buffering': 'no',
  });
}

/** Where the client comes back to; by itself it is no event. */
function placeOf(position: number): string {
  return `id: ${position}\n`;
}

function eventOf(position: number, message: OutcomeMessageDto): string {
  return `${placeOf(position)}event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;
}

/** Waits while the client reads more slowly than there is to write. */
async function write(response: ServerResponse, text: string, over: AbortSignal): Promise<void> {
  if (over.aborted || response.write(text)) return;
  await once(response, 'drain', { signal: over }).catch(() => undefined);
}

/** Something to wait for, again and again; what happens before it is waited for counts too. */
function waker(): { readonly now: () => void; readonly orAfter: (ms: number) => Promise<void> } {
  let happened = false;
  let tell: (() => void) | undefined;
  return {
    now: () => {
      happened = true;
      tell?.();
    },
    orAfter: async (ms) => {
      if (!happened) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          tell = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        tell = undefined;
      }
      happened = false;
    },
  };
}

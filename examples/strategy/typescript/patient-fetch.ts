import { setTimeout as pause } from 'node:timers/promises';

/** What is no answer yet: too many calls at once, or a gateway that cannot take them at the moment. */
const BUSY = new Set([408, 429, 500, 502, 503, 504]);

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const REPLY_WITHIN_MS = 30_000;

export interface Patience {
  /** How long a call is made again. */
  readonly patienceMs: number;
  /** Lets go of the calls that are under way. */
  readonly closing: AbortSignal;
  readonly log: (text: string) => void;
}

/** The gateway gave no answer in all that time. */
export class Unavailable extends Error {}

type Try = { readonly reply: Response } | { readonly trouble: string; readonly retryAfterMs: number };

/** A fetch that makes a call again whose reply is lost, or that comes at a bad time: no call of this API does harm twice. */
export function patientFetch({ patienceMs, closing, log }: Patience): (request: Request) => Promise<Response> {
  return async (request) => {
    const givesUpAt = Date.now() + patienceMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const tried = await fetchOnce(request.clone(), closing);
      if ('reply' in tried) return tried.reply;
      const { trouble, retryAfterMs } = tried;
      const waitMs = Math.max(pauseMs, retryAfterMs);
      const givesUp = Date.now() + waitMs > givesUpAt;
      log(givesUp ? trouble : `${trouble}; once more in ${waitMs / 1000} s`);
      if (givesUp) throw new Unavailable(trouble);
      await pause(waitMs, undefined, { signal: closing });
    }
  };
}

async function fetchOnce(request: Request, closing: AbortSignal): Promise<Try> {
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(REPLY_WITHIN_MS)]);
    const response = await fetch(request, { signal });
    // A reply is there when its body is.
    const body = await response.text();
    const { status, headers } = response;
    if (!BUSY.has(status)) return { reply: new Response(body, response) };
    return { trouble: `the gateway answers ${status}`, retryAfterMs: 1000 * (Number(headers.get('retry-after')) || 0) };
  } catch (error) {
    closing.throwIfAborted();
    return { trouble: `no answer (${reasonOf(error)})`, retryAfterMs: 0 };
  }
}

/** What fetch throws says little; its cause says more. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

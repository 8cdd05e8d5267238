import type { Attempt, GatewayApi } from './gateway-api.js';
import { hasEnded } from './lifecycle-steps.js';

const LOOK_EVERY_MS = 400;

/** Follows one attempt at a time until it has ended. */
export class AttemptWatch {
  private turn: symbol | undefined;
  private seen: Attempt | undefined;

  constructor(
    private readonly api: GatewayApi,
    private readonly show: (attempt: Attempt) => void,
  ) {}

  /** The attempt of this interaction was seen to end. */
  hasEnded(interactionId: string): boolean {
    return this.seen?.interactionId === interactionId && hasEnded(this.seen.state);
  }

  /** Follows this attempt from now on, and no other; asked again for the same one, it looks at once. */
  async follow(attemptId: string): Promise<void> {
    const turn = Symbol(attemptId);
    this.turn = turn;
    while (this.turn === turn) {
      const attempt = await this.api.attempt(attemptId).catch(() => undefined);
      if (this.turn !== turn) return;
      if (attempt !== undefined) this.look(attempt);
      if (attempt !== undefined && hasEnded(attempt.state)) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  stop(): void {
    this.turn = undefined;
  }

  private look(attempt: Attempt): void {
    this.seen = attempt;
    this.show(attempt);
  }
}

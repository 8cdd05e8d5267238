import { ACTIVE_STATES, type AttemptState, ENDED_STATES } from '../../contract/attempt-state.js';

/** A step of an attempt, as the gateway tells it. */
export interface Transition {
  readonly state: AttemptState;
  /** RFC 3339 */
  readonly at: string;
  readonly by: string;
  readonly reason: string | null;
}

/** One stop on the way of an attempt, as the diagram shows it. */
export interface LifecycleStep {
  readonly name: string;
  /** `current` is where the attempt stands; `skipped` was passed over. */
  readonly progress: 'upcoming' | 'passed' | 'current' | 'skipped';
  readonly transition: Transition | undefined;
  /** Milliseconds since the attempt began. */
  readonly after: number | undefined;
}

/** The stops of an attempt: the active states, then its ending. */
export function lifecycleSteps(transitions: readonly Transition[]): readonly LifecycleStep[] {
  const [first] = transitions;
  const last = transitions.at(-1);
  const ending = transitions.find(({ state }) => hasEnded(state));
  const stops = [...ACTIVE_STATES, ending?.state ?? 'ending'];
  const reached = stops.findLastIndex((stop) => stop === last?.state);

  return stops.map((name, index) => {
    const transition = transitions.find(({ state }) => state === name);
    return {
      name,
      transition,
      progress: progressOf(index - reached, transition !== undefined),
      after: transition && first && Date.parse(transition.at) - Date.parse(first.at),
    };
  });
}

export function hasEnded(state: AttemptState): boolean {
  return ENDED_STATES.some((ended) => ended === state);
}

function progressOf(distance: number, happened: boolean): LifecycleStep['progress'] {
  if (distance > 0) return 'upcoming';
  if (!happened) return 'skipped';
  return distance === 0 ? 'current' : 'passed';
}

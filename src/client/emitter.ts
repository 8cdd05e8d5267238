type Listener<Detail> = (detail: Detail) => void;

/** Tells listeners of events; one that throws hinders no other. */
export class Emitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<Listener<never>>>();
  private readonly awaiting = new Map<keyof Events, (() => void)[]>();

  /** @param reportError told of what a listener throws */
  constructor(private readonly reportError: (error: unknown) => void) {}

  /** @returns a function that takes the listener off again */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listening = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listening.add(listener));
    // Not at once: whoever listens may first want to keep what this returns.
    for (const run of this.awaiting.get(name) ?? []) queueMicrotask(run);
    this.awaiting.delete(name);
    return () => this.off(name, listener);
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    this.listeners.get(name)?.delete(listener);
  }

  /** @returns what a listener threw, the first where several did; `undefined` when none did */
  emit<Name extends keyof Events>(name: Name, detail: Events[Name]): unknown {
    const errors: unknown[] = [];
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        (listener as Listener<Events[Name]>)(detail);
      } catch (error) {
        errors.push(error);
        this.reportError(error);
      }
    }
    return errors[0];
  }

  /** Runs when somebody listens to the event: at once, where that is so already. */
  whenHeard(name: keyof Events, run: () => void): void {
    if ((this.listeners.get(name)?.size ?? 0) > 0) return run();
    this.awaiting.set(name, [...(this.awaiting.get(name) ?? []), run]);
  }
}

/** One view of the console. */
export interface View {
  readonly title: string;
  readonly element: HTMLElement;
  /** How long until it asks again by itself, in milliseconds; `null`: not at all. */
  readonly pauseMs: number | null;
  /** Asks the service, and shows what it says. */
  refresh(signal: AbortSignal): Promise<void>;
  /** The colours have changed. */
  recolour?(): void;
}

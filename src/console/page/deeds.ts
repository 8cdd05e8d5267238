import type { Notices } from './parts/notices.js';

/** Does what an operator asks for, and tells what came of it. */
export class Deeds {
  private isDoing = false;

  constructor(
    private readonly notices: Notices,
    private readonly told: {
      /** What is shown is not true any more. */
      readonly changed: () => void;
      /** @returns what went wrong, as it is told; nothing where that is told elsewhere */
      readonly failed: (error: unknown) => string | undefined;
    },
  ) {}

  /**
   * One at a time: a button that is pressed twice does it once.
   *
   * @param deed returns what is told when it is done
   */
  async do(deed: () => Promise<string>, { refreshes = true } = {}): Promise<void> {
    if (this.isDoing) return;
    this.isDoing = true;
    try {
      this.notices.done(await deed());
    } catch (error) {
      const text = this.told.failed(error);
      if (text !== undefined) this.notices.refused(text);
    } finally {
      this.isDoing = false;
    }
    if (refreshes) this.told.changed();
  }
}

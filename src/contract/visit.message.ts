import type { Problem } from './problem.js';

/** A visit to join or leave, and the page of it. */
export class VisitMembership {
  /**
   * The visit. A browser names its own; a Frontend Server names each that it relays for.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  visitId!: string;

  /**
   * The page. A browser names its new page when a single-page site navigates. A Frontend Server that leaves it out
   * receives the invitations of every page of the visit.
   * @example '654E0122924F42EA82B5C581A394555D'
   */
  pageId?: string;
}

/** The answer to `visit:join` and `visit:leave`. */
export type VisitReply = { readonly ok: true } | { readonly ok: false; readonly problem: Problem };

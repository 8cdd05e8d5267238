import type { Problem } from './problem.js';

/** The visit token that a browser has shown runs out. */
export class TokenExpiry {
  /**
   * Seconds until the connection is closed; 0: now.
   * @example 30
   */
  remainingSeconds!: number;
}

/** A fresh visit token in place of the one that a browser has connected with. */
export class TokenRenewal {
  /**
   * A visit token for the same visit.
   * @example 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiM2M1YTNlMC01YTBlLTRjNmUtOWY1Ny0wYTRiOGU0YzhkMWEiLCJpYXQiOjE3Njk4NjA4MDAsImV4cCI6MTc2OTg2NDQwMH0.c2lnbmF0dXJl'
   */
  token!: string;
}

/** The answer to `token:renew`. */
export type RenewalReply = { readonly ok: true } | { readonly ok: false; readonly problem: Problem };

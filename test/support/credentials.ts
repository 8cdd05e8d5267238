import { type JWTPayload, SignJWT } from 'jose';

export const API_KEY = '7Jq2mXw0c5vRkT9eYbNs3a';
export const OTHER_API_KEY = 'Hc3pLw8sQz5nVd1rTk9yXa';
export const FRONTEND_KEY = 'c4WnRz7yTq1sUo9kBvHx5e';
export const OPERATOR_KEY = 'Zt6yMb2wKq9sXr4vLc8nPd';
const SECRET = 'k1Vf9wQz3sLx7bTn5cRj0hYp2mDg8aEu';

/** Settings of a service that asks everybody for a credential. */
export const WITH_CREDENTIALS = {
  API_KEYS: `orchestration:${API_KEY},reports:${OTHER_API_KEY}`,
  FRONTEND_KEYS: `website:${FRONTEND_KEY}`,
  OPERATOR_KEYS: `night-shift:${OPERATOR_KEY}`,
  VISIT_TOKEN_SECRET: SECRET,
} as const;

/** `Authorization` with a key. */
export function bearer(key: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${key}` };
}

/** A token as the site's own backend makes it; an hour from now, for the visit v-1, unless it is told otherwise. */
export function aVisitToken(
  now: number,
  claims: JWTPayload = {},
  { alg = 'HS256', secret = SECRET } = {},
): Promise<string> {
  return new SignJWT({ sub: 'v-1', exp: Math.floor(now / 1000) + 3_600, ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret));
}

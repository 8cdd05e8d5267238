import type { ServerResponse } from 'node:http';
import { REQUEST_ID_HEADER, requestIdOf } from '../access/index.js';

/**
 * Answers with JSON, in one write. Headers that were set before go with it.
 *
 * @param headers further ones, the same in every reply
 */
export function replyJson(response: ServerResponse, body: object, headers: Readonly<Record<string, string>>): void {
  const text = JSON.stringify(body);
  response.writeHead(response.statusCode, {
    [REQUEST_ID_HEADER]: requestIdOf(response.req),
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

import { textElement } from './page-element.js';

/** Strings with the colon that makes them keys, numbers, and the three words of JSON. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON text with its keys, strings and other values told apart by class. */
export function jsonView(json: string): readonly (HTMLElement | string)[] {
  const parts: (HTMLElement | string)[] = [];
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    const [token, text, colon] = match;
    parts.push(json.slice(end, match.index));
    if (text === undefined) parts.push(textElement('span', 'literal', token));
    else parts.push(textElement('span', colon === undefined ? 'string' : 'key', text), colon ?? '');
    end = match.index + token.length;
  }
  return [...parts, json.slice(end)];
}

/** A text in JSON, quotes and all. */
const TEXTS = /"(?:[^"\\]|\\.)*"/g;

/**
 * Whether an object in JSON text names a member twice: `JSON.parse` silently takes the last, so that what was checked
 * elsewhere may be another than what is read here. Outside of texts, each colon belongs to one member.
 *
 * @param text valid JSON
 * @param value what it was parsed to
 */
export function hasDuplicateMembers(text: string, value: unknown): boolean {
  const colons = text.replaceAll(TEXTS, '').split(':').length - 1;
  return colons !== countMembers(value);
}

/** Without recursion, since the value may be deep. */
function countMembers(value: unknown): number {
  let count = 0;
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next !== 'object' || next === null) continue;
    const members = Object.values(next);
    if (!Array.isArray(next)) count += members.length;
    for (const member of members) if (typeof member === 'object') rest.push(member);
  }
  return count;
}

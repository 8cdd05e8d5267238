/** Values that a field of some type does not take, whatever its bounds are. */
export const NO_TEXT: readonly unknown[] = [null, 0, 7.5, true, false, [], ['text'], {}, { text: 'text' }];
export const NO_NUMBER: readonly unknown[] = [null, '', '60', true, [], [60], {}];
export const NO_OBJECT: readonly unknown[] = [null, '', 'text', '{}', 0, 7, true, false, [], [{}]];

/** Texts that no database and no JSON reader is sure to take. */
export const UNSTORABLE_TEXT: readonly string[] = ['\0', 'a\0b', '\ud83d', '\ude00', 'a\ud83db', '\ude00\ud83d'];

/** Objects within objects, so many levels in all. */
export function objectOfDepth(levels: number): Record<string, unknown> {
  let nested: Record<string, unknown> = {};
  for (let level = 1; level < levels; level++) nested = { a: nested };
  return nested;
}

/** An object whose JSON text has exactly so many bytes. */
export function objectOfBytes(bytes: number): Record<string, unknown> {
  return { text: 'x'.repeat(bytes - JSON.stringify({ text: '' }).length) };
}

/** What JSON leaves as it is, and some readers take for the end of a line, or for a command to a terminal. */
const LEFT_BY_JSON = /[\u007f-\u009f\u2028\u2029]/g;

/** Every escape of a JSON text; captured are those of control characters other than the tab and the end of a line. */
const ESCAPES = /\\(?:(u00[0189][\da-f]|u007f|u202[89]|[bfr])|.)/g;

/** The same JSON text, which is one line for whoever reads it. */
export function inOneLine(line: string): string {
  return line.replace(LEFT_BY_JSON, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A JSON text whose control characters stay escaped when it is read: so they are seen, and do nothing. */
export function harmlessOnTerminals(line: string): string {
  return line.replace(ESCAPES, (escape, control: string | undefined) =>
    control === undefined ? escape : `\\${escape}`,
  );
}

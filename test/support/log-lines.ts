/** A line of the log: when, how important, what, and the facts. */
export interface LogLine {
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly [fact: string]: unknown;
}

/** The lines that are whole. What is no JSON is none of the log’s. */
export function linesIn(output: string): readonly LogLine[] {
  return output
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line): LogLine => JSON.parse(line));
}

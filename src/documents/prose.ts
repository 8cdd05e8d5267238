/** The same document with each description's paragraphs on one line: comments in the sources are wrapped, prose is not. */
export function inProse<T>(document: T): T {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === 'description' && typeof value === 'string' ? value.replace(/(?<!\n)\n(?!\n)/g, ' ') : value,
  );
}

/** A piece of HTML that is safe to send. */
export class Html {
  constructor(readonly text: string) {}
}

/** Makes HTML from a template. What is put in is escaped, unless it is HTML already; lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const filled = parts.map((part, index) => part + (index < values.length ? textOf(values[index] ?? '') : ''));
  return new Html(filled.join(''));
}

function textOf(value: string | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escaped(value);
  return value.map(({ text }) => text).join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

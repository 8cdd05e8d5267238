import { type Html, html } from './html.js';

/** The little Markdown that descriptions use, as HTML: paragraphs, `code`, **strong**. */
export function paragraphs(text: string): readonly Html[] {
  return text.split('\n\n').map((paragraph) => html`<p>${inline(paragraph)}</p>`);
}

export function inline(text: string): readonly Html[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    return part.startsWith('**') ? html`<strong>${part.slice(2, -2)}</strong>` : html`${part}`;
  });
}

/** A value as JSON on one line, with room between its parts. */
export function exampleText(value: unknown): string {
  return (JSON.stringify(value, null, 1) ?? '').replace(/\n\s*/g, ' ');
}

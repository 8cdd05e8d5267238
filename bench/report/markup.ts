const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as it may stand in XML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

export function textAt(x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end', style = ''): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" class="${style}">${escaped(text)}</text>`;
}

/** A coordinate, as exact as anybody can see. */
export function round(value: number): number {
  return Number(value.toFixed(1));
}

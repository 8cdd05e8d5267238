import { round, textAt } from './markup.js';
import { PLOT, scaleTo } from './plot.js';
import { readable } from './table.js';

/** Values beside each other. */
export interface BarPanel {
  readonly kind: 'bars';
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
}

export function barMarkup({ bars }: BarPanel): string {
  const scale = scaleTo(bars.map(({ value }) => value));
  const room = (PLOT.right - PLOT.left) / Math.max(1, bars.length);
  const width = round(Math.min(72, room * 0.6));
  const drawn = bars.map(({ label, value }, index) => {
    const middle = PLOT.left + room * (index + 0.5);
    const top = round(scale.y(value));
    const [left, height] = [round(middle - width / 2), round(PLOT.bottom - top)];
    const bar = `<rect class="fill${index % 2}" x="${left}" y="${top}" width="${width}" height="${height}" rx="2"/>`;
    return bar + textAt(middle, top - 6, readable(value), 'middle') + textAt(middle, PLOT.bottom + 18, label, 'middle');
  });
  return scale.markup + drawn.join('');
}

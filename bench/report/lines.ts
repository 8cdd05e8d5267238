import type { Point } from '../statistics.js';
import { round, textAt } from './markup.js';
import { PLOT, scaleTo } from './plot.js';
import { readable } from './table.js';

/** How much further in the first and the last point are where values stand beside them. */
const INSET = 20;

/** Values that follow each other. */
export interface LinePanel {
  readonly kind: 'lines';
  readonly title: string;
  readonly xTitle: string;
  /** What stands below the axis, and where. */
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly points: readonly Point[];
  /** Whether each value is written beside its point. */
  readonly hasValues: boolean;
}

export function lineMarkup({ xTitle, ticks, points, hasValues }: LinePanel): string {
  const scale = scaleTo(points.map(({ y }) => y));
  const xs = [...ticks, ...points].map(({ x }) => x);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const [left, right] = hasValues ? [PLOT.left + INSET, PLOT.right - INSET] : [PLOT.left, PLOT.right];
  const xOf = (x: number): number => round(left + ((x - first) / Math.max(last - first, 1e-9)) * (right - left));
  const yOf = (y: number): number => round(scale.y(y));

  const path = points.map(({ x, y }) => `${xOf(x)},${yOf(y)}`).join(' ');
  const values = hasValues ? points : [];
  return [
    scale.markup,
    `<polyline class="line" points="${path}"/>`,
    ...values.map(({ x, y }) => `<circle class="fill0" cx="${xOf(x)}" cy="${yOf(y)}" r="3"/>`),
    ...values.map(({ x, y }) => textAt(xOf(x), yOf(y) - 8, readable(y), 'middle')),
    ...ticks.map(({ x, label }) => textAt(xOf(x), PLOT.bottom + 18, label, 'middle', 'quiet')),
    textAt((PLOT.left + PLOT.right) / 2, PLOT.bottom + 36, xTitle, 'middle', 'quiet'),
  ].join('');
}

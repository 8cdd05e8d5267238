import { round, textAt } from './markup.js';

export const PANEL_WIDTH = 420;
export const PANEL_HEIGHT = 240;

/** Where the drawing itself is within a panel: around it are its title and its axes. */
export const PLOT = { left: 56, right: PANEL_WIDTH - 28, top: 44, bottom: PANEL_HEIGHT - 44 } as const;

export interface Scale {
  /** The axis with its lines and numbers. */
  readonly markup: string;
  readonly y: (value: number) => number;
}

/** An axis from 0 to a round number that is no less than every value. What is no number lies on 0. */
export function scaleTo(values: readonly number[]): Scale {
  const most = Math.max(0, ...values.filter(Number.isFinite));
  const step = roundStep(most / 4);
  const end = step * Math.max(1, Math.ceil(most / step));
  const y = (value: number): number =>
    PLOT.bottom - ((Number.isFinite(value) ? value : 0) / end) * (PLOT.bottom - PLOT.top);
  const steps = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  const markup = steps.map(
    (value) =>
      `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${round(y(value))}" y2="${round(y(value))}"/>` +
      textAt(PLOT.left - 6, y(value) + 4, Number(value.toPrecision(6)).toLocaleString('en'), 'end', 'quiet'),
  );
  return { markup: markup.join(''), y };
}

/** 1, 2 or 5 times a power of ten, no less than the value. */
function roundStep(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((factor) => factor * power >= value) ?? 10);
}

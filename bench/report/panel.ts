import { type BarPanel, barMarkup } from './bars.js';
import { flameHeight, flameMarkup, type FlamePanel, FLAMES_WIDTH } from './flames.js';
import { type LinePanel, lineMarkup } from './lines.js';
import { textAt } from './markup.js';
import { PANEL_HEIGHT, PANEL_WIDTH } from './plot.js';

/** One drawing of a picture. */
export type Panel = BarPanel | LinePanel | FlamePanel;

export function panelMarkup(panel: Panel): string {
  return textAt(0, 18, panel.title, 'start', 'name') + drawingOf(panel);
}

export function sizeOf(panel: Panel): { readonly width: number; readonly height: number } {
  return panel.kind === 'flames'
    ? { width: FLAMES_WIDTH, height: flameHeight(panel) }
    : { width: PANEL_WIDTH, height: PANEL_HEIGHT };
}

function drawingOf(panel: Panel): string {
  switch (panel.kind) {
    case 'bars':
      return barMarkup(panel);
    case 'lines':
      return lineMarkup(panel);
    case 'flames':
      return flameMarkup(panel);
  }
}

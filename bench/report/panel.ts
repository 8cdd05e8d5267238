import { type BarPanel, barMarkup } from './bars.js';
import { type LinePanel, lineMarkup } from './lines.js';
import { textAt } from './markup.js';

/** One drawing of a picture. */
export type Panel = BarPanel | LinePanel;

export function panelMarkup(panel: Panel): string {
  return textAt(0, 18, panel.title, 'start', 'name') + (panel.kind === 'bars' ? barMarkup(panel) : lineMarkup(panel));
}

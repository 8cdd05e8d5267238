import { escaped } from './markup.js';
import { type Panel, panelMarkup } from './panel.js';
import { PANEL_HEIGHT, PANEL_WIDTH } from './plot.js';

const COLUMNS = 2;
const MARGIN = 24;
const HEAD = 72;

/** Colours of light pages and of dark ones. */
const STYLE = `
svg { --paper: #ffffff; --ink: #1f2328; --quiet: #59636e; --grid: #d8dee4; --first: #0969da; --second: #bc4c00; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0d1117; --ink: #f0f6fc; --quiet: #9198a1; --grid: #30363d; --first: #4493f8; --second: #db6d28; }
}
text { font: 12px system-ui, sans-serif; fill: var(--ink); }
.title { font-size: 18px; font-weight: 600; }
.name { font-size: 13px; font-weight: 600; }
.quiet { fill: var(--quiet); }
.grid { stroke: var(--grid); stroke-width: 1; }
.paper { fill: var(--paper); }
.fill0 { fill: var(--first); }
.fill1 { fill: var(--second); }
.line { fill: none; stroke: var(--first); stroke-width: 2; stroke-linejoin: round; }
`;

/** Panels side by side under a title, as an SVG document that suits light pages and dark ones. */
export function pictureOf(title: string, subtitle: string, panels: readonly Panel[]): string {
  const rows = Math.ceil(panels.length / COLUMNS);
  const width = MARGIN * 2 + COLUMNS * PANEL_WIDTH;
  const height = HEAD + rows * PANEL_HEIGHT + MARGIN;
  const placed = panels.map((panel, index) => {
    const x = MARGIN + (index % COLUMNS) * PANEL_WIDTH;
    const y = HEAD + Math.floor(index / COLUMNS) * PANEL_HEIGHT;
    return `<g transform="translate(${x} ${y})">${panelMarkup(panel)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="34">${escaped(title)}</text>`,
    `<text class="quiet" x="${MARGIN}" y="54">${escaped(subtitle)}</text>`,
    ...placed,
    '</svg>',
    '',
  ].join('\n');
}

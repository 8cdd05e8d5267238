import { FLAME_STYLE } from './flames.js';
import { escaped } from './markup.js';
import { type Panel, panelMarkup, sizeOf } from './panel.js';
import { PANEL_WIDTH } from './plot.js';

/** How wide a picture is without its margins; one panel may need more. */
const WIDTH = 2 * PANEL_WIDTH;
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
${FLAME_STYLE}`;

/** Panels side by side under a title, as an SVG document that suits light pages and dark ones. */
export function pictureOf(title: string, subtitle: string, panels: readonly Panel[]): string {
  const room = Math.max(WIDTH, ...panels.map((panel) => sizeOf(panel).width));
  const placed = placesOf(panels, room);
  const width = MARGIN * 2 + room;
  const height = Math.max(HEAD, ...placed.map(({ panel, y }) => y + sizeOf(panel).height)) + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="34">${escaped(title)}</text>`,
    `<text class="quiet" x="${MARGIN}" y="54">${escaped(subtitle)}</text>`,
    ...placed.map(({ panel, x, y }) => `<g transform="translate(${x} ${y})">${panelMarkup(panel)}</g>`),
    '</svg>',
    '',
  ].join('\n');
}

/** From left to right, and in a new row when there is no room for the next. */
function placesOf(
  panels: readonly Panel[],
  room: number,
): readonly { readonly panel: Panel; readonly x: number; readonly y: number }[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map((panel) => {
    const { width, height } = sizeOf(panel);
    if (x + width > room) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const place = { panel, x: MARGIN + x, y: HEAD + y };
    [x, rowHeight] = [x + width, Math.max(rowHeight, height)];
    return place;
  });
}

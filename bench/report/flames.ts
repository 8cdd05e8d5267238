import { type Frame, sharesOf, type Thread, withoutLeast } from '../profile/frames.js';
import { ORIGIN_NAMES, ORIGINS, type Origin } from '../profile/origins.js';
import { escaped, round, textAt } from './markup.js';

export const FLAMES_WIDTH = 1_240;

const ROW_HEIGHT = 18;
/** Room for the title and the legend, and for what follows. */
const [HEAD, FOOT] = [62, 28];
/** Where the text of a frame begins, and how wide a frame must be to have one. */
const [TEXT_INSET, LEAST_WIDTH_FOR_TEXT] = [4, 24];
/** How wide an entry of the legend is, beside so much for each of its letters. */
const [LEGEND_WIDTH, LETTER_WIDTH] = [28, 6];

/** Frames of less than this share of their thread's time are left out. */
export const LEAST_SHARE = 0.003;

/** Where a thread's time went: each frame as wide as its time, below the one that called it. */
export interface FlamePanel {
  readonly kind: 'flames';
  readonly title: string;
  readonly thread: Thread;
}

/** Fills for light pages and for dark ones, on which the ink of either can be read. */
const FILLS: Readonly<Record<Origin, readonly [light: string, dark: string]>> = {
  ours: ['#9ecbff', '#0b4f94'],
  nest: ['#ffb3b8', '#8a1f3d'],
  express: ['#ffd8a8', '#7a4510'],
  sockets: ['#b4e8b0', '#1c6330'],
  store: ['#8fe0dd', '#0b6066'],
  packages: ['#dcc7f7', '#5b3a91'],
  node: ['#d5dae0', '#444c56'],
  garbage: ['#f5e17a', '#6b5a00'],
};

const fills = (index: 0 | 1): string =>
  ORIGIN_NAMES.map((origin) => `.${origin} { fill: ${FILLS[origin][index]}; }`).join(' ');

export const FLAME_STYLE = `
.frame { stroke: var(--paper); stroke-width: 1; }
.called { font-size: 11px; }
${fills(0)}
@media (prefers-color-scheme: dark) { ${fills(1)} }
`;

export function flameHeight({ thread }: FlamePanel): number {
  return HEAD + depthOf(drawn(thread)) * ROW_HEIGHT + FOOT;
}

export function flameMarkup({ thread }: FlamePanel): string {
  const shares = sharesOf(thread.root);
  let x = 0;
  const legend = ORIGIN_NAMES.map((origin) => {
    const entry = `${ORIGINS[origin]} ${(shares[origin] * 100).toFixed(1)} %`;
    const square = `<rect class="${origin}" x="${x}" y="32" width="12" height="12" rx="2"/>`;
    const markup = square + textAt(x + 17, 42, entry, 'start', 'called');
    x += LEGEND_WIDTH + LETTER_WIDTH * entry.length;
    return markup;
  });
  return legend.join('') + frameMarkup(drawn(thread), 0, 0, thread.root.totalMs);
}

function drawn({ root }: Thread): Frame {
  return withoutLeast(root, root.totalMs * LEAST_SHARE);
}

function depthOf({ children }: Frame): number {
  return 1 + Math.max(0, ...children.map(depthOf));
}

/** An element of its own for each frame: it clips the text that is in it. */
function frameMarkup(frame: Frame, left: number, depth: number, allMs: number): string {
  const widthOf = ({ totalMs }: Frame): number => (totalMs / Math.max(allMs, 1e-9)) * FLAMES_WIDTH;
  const width = widthOf(frame);
  const { name, file, origin, totalMs, selfMs } = frame;
  const [called, share] = [
    file === '' ? name : `${name} ${file}`,
    (ms: number) => `${((ms / Math.max(allMs, 1e-9)) * 100).toFixed(1)} %`,
  ];
  const box = `x="${round(left)}" y="${HEAD + depth * ROW_HEIGHT}" width="${round(width)}" height="${ROW_HEIGHT}"`;
  const label = width < LEAST_WIDTH_FOR_TEXT ? '' : textAt(TEXT_INSET, ROW_HEIGHT - 5, called, 'start', 'called');
  const hover = `<title>${escaped(`${called}: ${share(totalMs)}, itself ${share(selfMs)} (${ORIGINS[origin]})`)}</title>`;
  const own = `<svg ${box}>${hover}<rect class="frame ${origin}" width="${round(width)}" height="${ROW_HEIGHT}"/>${label}</svg>`;
  let next = left;
  const below = frame.children.map((child) => {
    const markup = frameMarkup(child, next, depth + 1, allMs);
    next += widthOf(child);
    return markup;
  });
  return own + below.join('');
}

/** How figures and times are written. */

const WHOLE = new Intl.NumberFormat('en');
const SHARE = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'long' });
const DAY_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Stands where there is nothing to tell. */
export const NOTHING = '–';

export function figure(count: number): string {
  return WHOLE.format(count);
}

/** A part of a whole; a dash where there is no whole. */
export function share(part: number, whole: number): string {
  return whole === 0 ? NOTHING : SHARE.format(part / whole);
}

/** @param ms milliseconds */
export function duration(ms: number | null): string {
  if (ms === null) return NOTHING;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${trimmed(ms / 1_000)} s`;
  if (ms < 3_600_000) return `${trimmed(ms / 60_000)} min`;
  if (ms < 86_400_000) return `${trimmed(ms / 3_600_000)} h`;
  return `${trimmed(ms / 86_400_000)} d`;
}

/** The zone that all times are told in. */
export const TIME_ZONE = TIME.resolvedOptions().timeZone;

/** With the name of its zone. */
export function clockTime(moment: Date): string {
  return TIME.format(moment);
}

/** In the reader's own time; the moment itself is told when it is pointed at. */
export function timeElement(at: string): HTMLTimeElement {
  const made = document.createElement('time');
  made.dateTime = at;
  made.title = at;
  made.textContent = DAY_AND_TIME.format(new Date(at));
  return made;
}

function trimmed(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, '');
}

/** What the library asks of the page that it runs in. */

/** Runs when the visitor can see the page: at once, where that is so already. */
export function whenVisible(run: () => void): void {
  if (document.visibilityState === 'visible') return run();
  document.addEventListener('visibilitychange', () => whenVisible(run), { once: true });
}

/** @returns a function that calls it off */
export function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}

/** Waits between half of the time and all of it, so that many pages do not come back at once. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds * (0.5 + Math.random() / 2)));
}

/** A UUID. Browsers make one by themselves in secure contexts only. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return uuidOf(crypto.getRandomValues(new Uint8Array(16)));
}

/** Version 4 of RFC 9562: random but for six bits. */
export function uuidOf(random: Uint8Array): string {
  const hex = Array.from(random, (byte, index) => {
    if (index === 6) return (byte & 0x0f) | 0x40;
    return index === 8 ? (byte & 0x3f) | 0x80 : byte;
  }).map((byte) => byte.toString(16).padStart(2, '0'));
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)]
    .map((group) => group.join(''))
    .join('-');
}

/** Opens where an accepted invitation leads. Only web addresses: no script, no data. */
export function open(url: string): void {
  if (!URL.canParse(url)) return;
  const { protocol, href } = new URL(url);
  if (protocol === 'https:' || protocol === 'http:') location.assign(href);
}

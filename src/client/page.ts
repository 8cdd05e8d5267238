/** What the library asks of the page that it runs in. */

/** Runs when the visitor can see the page: at once, where that is so already. */
export function whenVisible(run: () => void): void {
  if (document.visibilityState === 'visible') return run();
  document.addEventListener(
    'visibilitychange',
    () => whenVisible(run),
    { once: true },
  );
}

/** An id that nobody else has made. Browsers have randomUUID in secure contexts only. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Opens where an accepted invitation leads. Only web addresses: no script, no data. */
export function open(url: string): void {
  if (!URL.canParse(url)) return;
  const { protocol, href } = new URL(url);
  if (protocol === 'https:' || protocol === 'http:') location.assign(href);
}

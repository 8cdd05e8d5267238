import type { connect } from '../../../src/client/index.js';
import { WebSocket } from 'ws';

/** The browser library as it ships, with the little of a browser that it asks for. */
export async function loadLibrary(): Promise<{ readonly connect: typeof connect }> {
  Object.assign(globalThis, {
    WebSocket,
    HTMLElement: class {},
    customElements: { define: () => undefined, get: () => undefined },
    document: { visibilityState: 'visible', addEventListener: () => undefined, removeEventListener: () => undefined },
    location: { origin: 'http://127.0.0.1', protocol: 'http:', assign: () => undefined },
    reportError: (error: unknown) => process.stderr.write(`${String(error)}\n`),
  });
  return import(import.meta.resolve('#service/client/engagement.mjs'));
}

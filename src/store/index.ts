export * from './open-store.js';
export type { OpenedStore } from './opened-store.js';
export * from './store.module.js';

export * from './open-store.js';
export * from './store.module.js';

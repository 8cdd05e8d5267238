export * from './store.module.js';

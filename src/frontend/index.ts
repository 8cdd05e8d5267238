export * from './frontend.adapter.js';
export * from './frontend.module.js';

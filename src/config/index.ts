export * from './config.module.js';
export * from './configuration.js';
export type { Variable } from './variable.js';

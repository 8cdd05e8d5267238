export * from './http.pacing.js';
export * from './pacing.module.js';

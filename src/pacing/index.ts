export * from './pacing.module.js';

export * from './demo-settings.js';
export * from './demo.module.js';

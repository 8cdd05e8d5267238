export * from './frontend-events.documentation.js';
export * from './frontend.adapter.js';
export * from './frontend.module.js';

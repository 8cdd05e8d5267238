export * from './either-signal.js';
export { createdAtOf } from './attempt-ids.js';
export * from './ending-watch.js';
export * from './engagement-feed.js';
export * from './engagement.module.js';
export * from './engagement.service.js';
export * from './model.js';
export * from './one-at-a-time.js';
export * from './periodic.js';

export * from './error-facts.js';
export * from './event-log.js';
export * from './events.js';
export * from './facts.js';
export * from './framework-log.js';
export * from './levels.js';
export { logToStandardError, theLog } from './the-log.js';

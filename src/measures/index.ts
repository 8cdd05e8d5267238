export * from './availability.js';
export * from './bounded-names.js';
export * from './histogram.js';
export * from './counter.js';
export * from './timed-counter.js';

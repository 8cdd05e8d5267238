export * from './fault.js';
export * from './fault-examples.js';
export * from './fault-kinds.js';
export * from './problem.dto.js';
export * from './raw-refusal.js';

export * from './fault.js';
export * from './fault-kinds.js';

export * from './fault.js';
export * from './fault-kinds.js';
export * from './faults.decorator.js';
export * from './problem.dto.js';

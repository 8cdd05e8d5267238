export * from './attempt-state.js';
export * from './disposition.message.js';
export * from './frontend-events.js';
export * from './invitation.message.js';
export * from './outcome-type.js';
export * from './problem.js';
export * from './visit.message.js';
export * from './visit-token.message.js';

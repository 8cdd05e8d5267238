export * from './host-of.js';
export * from './networks.js';
export * from './outgoing-calls.js';
export * from './outgoing.module.js';
export * from './reach.js';

export * from './cluster.module.js';
export { NodeLink } from './node-link.js';
export { NewsRelay } from './news-relay.js';
export * from './node-roster.js';

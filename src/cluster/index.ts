export * from './cluster.module.js';
export { NodeLink } from './node-link.js';
export * from './node-roster.js';

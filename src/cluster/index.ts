export * from './cluster.module.js';
export { NodeLink } from './node-link.js';

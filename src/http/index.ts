export * from './problem.filter.js';
export { nameRequest } from './request-id.middleware.js';

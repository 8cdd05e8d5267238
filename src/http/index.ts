export * from './gone.decorator.js';
export { replyJson } from './json-reply.js';
export * from './problem.filter.js';
export { nameRequest } from './request-id.js';

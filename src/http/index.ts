export { SentTraceParent } from './trace-parent.decorator.js';
export { CallFaults } from './call-faults.js';
export * from './gone.decorator.js';
export { replyJson } from './json-reply.js';
export * from './problem.filter.js';
export * from './request-id.decorator.js';
export { toldFaultOf } from './told-fault.js';

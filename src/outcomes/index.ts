export { OutcomeStream } from './outcome-stream.js';
export { OutcomeTail } from './outcome-tail.js';
export * from './outcomes.module.js';

export { OutcomeStream } from './outcome-stream.js';
export * from './outcomes.module.js';

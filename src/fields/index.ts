export * from './field.decorators.js';
export { isJsonObject } from './json.js';
export * from './fields.pipe.js';
export * from './read-fields.js';
export { AlsoSpelled } from './spellings.js';

export * from './field.decorators.js';
export type { FreeJsonBounds } from './free-json.js';
export { isJsonObject } from './json.js';
export * from './fields.pipe.js';
export * from './page.js';
export * from './read-fields.js';
export { AlsoSpelled, spellingsOf } from './spellings.js';
export { ID_EXPECTATION, isIdentifier } from './texts.js';

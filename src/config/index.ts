export * from './configuration.js';
export { isLoopbackName } from './loopback.js';
export * from './near-misses.js';
export type { QuietSpan } from './quiet-hours.js';
export { type Setting, settingsIn } from './settings.js';
export { type CallRates, type ConnectionCap, type NamedKey, webhookSecret } from './shapes.js';
export type { Variable } from './variable.js';
export { VARIABLES } from './variables.js';
export { VERSION } from './version.js';

export * from './access.module.js';
export * from './caller-address.js';
export * from './caller-rules.js';
export * from './connection-caps.js';
export * from './frontend-authenticator.js';
export * from './keyring.js';
export * from './strategy-authenticator.js';
export * from './visit-tokens.js';

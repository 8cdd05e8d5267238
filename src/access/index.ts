export * from './access.module.js';
export * from './caller-rules.js';
export * from './frontend-authenticator.js';
export * from './loopback.js';

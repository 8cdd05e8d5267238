export * from './call-measures.js';
export { checkCertificates } from './certificate-files.js';
export * from './http.adapter.js';
export * from './watched-files.js';
export { DirectCalls } from './direct-calls.js';

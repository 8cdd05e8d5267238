export { describeFrontendEvents } from './asyncapi.js';
export { serveDocuments } from './documents.js';
export { describeRestApi } from './openapi.js';

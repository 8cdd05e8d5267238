export { describeFrontendEvents } from './asyncapi.js';
export { serveDocuments } from './documents.js';
export { describeRestApi } from './openapi.js';
export { asJson, asYaml } from './texts.js';

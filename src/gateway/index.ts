export * from './gateway.module.js';
export { serveUnder } from './http/context-paths.middleware.js';
export { REQUEST_ID } from './documentation/headers.js';
export { InvitationDto } from './dto/invitation.dto.js';

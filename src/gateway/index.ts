export * from './gateway.module.js';
export { SentBody } from './http/body.pipe.js';
export { serveUnder } from './http/context-paths.middleware.js';
export { Faults } from './documentation/faults.decorator.js';
export { REQUEST_ID } from './documentation/headers.js';
export { AttemptDetailsDto, AttemptDto, TransitionDto } from './dto/attempt.dto.js';
export { InvitationDto } from './dto/invitation.dto.js';
export { runMappingCommand } from './mapping/command/command.js';
export { ProfileMapping } from './mapping/profile-mapping.js';

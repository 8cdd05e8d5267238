export { ConnectedSockets } from './connected-sockets.js';
export { ConnectedVisits } from './connected-visits.js';
export { Departure } from './departure.js';
export * from './dto/handshake.dto.js';
export * from './dto/replies.dto.js';
export * from './frontend-events.documentation.js';
export { FrontendMeasures } from './frontend-measures.js';
export * from './frontend.adapter.js';
export * from './frontend.module.js';

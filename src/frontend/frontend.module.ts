import { type DynamicModule, Module } from '@nestjs/common';
import { ClosingSweep } from './closing-sweep.js';
import { ConnectedSockets } from './connected-sockets.js';
import { ConnectedVisits } from './connected-visits.js';
import { Departure } from './departure.js';
import { FeedRelay } from './feed-relay.js';
import { FrontendMeasures } from './frontend-measures.js';
import { FrontendGateway } from './frontend.gateway.js';
import { InvitationPush } from './invitation-push.js';
import { RedeliverySweep } from './redelivery-sweep.js';
import { SocketLog } from './socket-log.js';
import { TokenExpirySweep } from './token-expiry-sweep.js';

/** The Socket.IO side: what browsers and Frontend Servers connect to. */
@Module({
  providers: [
    ClosingSweep,
    ConnectedSockets,
    ConnectedVisits,
    Departure,
    FeedRelay,
    FrontendGateway,
    FrontendMeasures,
    InvitationPush,
    RedeliverySweep,
    SocketLog,
    TokenExpirySweep,
  ],
  exports: [ConnectedSockets, ConnectedVisits, FrontendMeasures],
})
export class FrontendModule {
  static over(domain: DynamicModule): DynamicModule {
    return { module: FrontendModule, imports: [domain] };
  }
}

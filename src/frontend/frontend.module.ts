import { type DynamicModule, Module } from '@nestjs/common';
import { FeedRelay } from './feed-relay.js';
import { FrontendGateway } from './frontend.gateway.js';
import { InvitationPush } from './invitation-push.js';
import { RedeliverySweep } from './redelivery-sweep.js';
import { TokenExpirySweep } from './token-expiry-sweep.js';

/** The Socket.IO side: what browsers and Frontend Servers connect to. */
@Module({
  providers: [FrontendGateway, InvitationPush, FeedRelay, RedeliverySweep, TokenExpirySweep],
})
export class FrontendModule {
  static over(domain: DynamicModule): DynamicModule {
    return { module: FrontendModule, imports: [domain] };
  }
}

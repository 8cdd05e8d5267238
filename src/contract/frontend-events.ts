import type { Disposition, DispositionReply } from './disposition.message.js';
import type { InvitationClosed, InvitationMessage } from './invitation.message.js';
import type { RenewalReply, TokenExpiry, TokenRenewal } from './visit-token.message.js';
import type { VisitMembership, VisitReply } from './visit.message.js';

/** The Socket.IO namespace that frontends connect to. */
export const FRONTEND_NAMESPACE = '/frontend';

/** From the gateway to a frontend. */
export interface GatewayToFrontendEvents {
  invitation: (message: InvitationMessage) => void;
  'invitation:closed': (message: InvitationClosed) => void;
  'token:expiring': (expiry: TokenExpiry) => void;
  'token:expired': (expiry: TokenExpiry) => void;
}

/** From a frontend to the gateway. Each is acknowledged, also when it is refused. */
export interface FrontendToGatewayEvents {
  disposition: (disposition: Disposition, acknowledge: (reply: DispositionReply) => void) => void;
  'visit:join': (membership: VisitMembership, acknowledge: (reply: VisitReply) => void) => void;
  'visit:leave': (membership: VisitMembership, acknowledge: (reply: VisitReply) => void) => void;
  'token:renew': (renewal: TokenRenewal, acknowledge: (reply: RenewalReply) => void) => void;
}

/**
 * The `auth` of a browser's handshake. In open mode, a visit id; otherwise a visit token that names it.
 * @see FrontendServerAuth for a Frontend Server's
 */
export interface BrowserAuth {
  readonly visitId?: string;
  readonly pageId?: string;
  readonly token?: string;
}

/** The `auth` of a Frontend Server's handshake. In open mode any key will do. */
export interface FrontendServerAuth {
  readonly key: string;
}

import { Encoder, PacketType } from 'socket.io-parser';
import { FRONTEND_NAMESPACE, type GatewayToFrontendEvents } from '../contract/index.js';
import type { FrontendSocket } from './frontend-socket.js';

const encoder = new Encoder();

/** Sends an event to several sockets: it is put into bytes once, however many they are. */
export function sendAlike<Event extends keyof GatewayToFrontendEvents>(
  sockets: readonly FrontendSocket[],
  event: Event,
  ...payload: Parameters<GatewayToFrontendEvents[Event]>
): void {
  if (sockets.length === 0) return;
  const packets = encoder.encode({ type: PacketType.EVENT, nsp: FRONTEND_NAMESPACE, data: [event, ...payload] });
  for (const { conn } of sockets) for (const packet of packets) conn.write(packet);
}

import { Adapter } from 'socket.io-adapter';

/** Socket.IO keeps a room for each socket, at least. Here visits know their sockets, and nothing is sent to rooms. */
export class RoomlessAdapter extends Adapter {
  override addAll(): void {}
}

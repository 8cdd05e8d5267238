import type { Socket } from 'socket.io';

/** The connection under a socket. */
export type Connection = Socket['conn'];

/** How long the other end may take nothing of a queue that is too long, in milliseconds. */
const PATIENCE_MS = 250;

/** A queue so many times too long is not looked at for that long. */
const FAR_TOO_LONG = 16;

/**
 * Closes a connection whose other end reads so slowly that more than so many bytes wait for it. A burst to one that
 * reads is no reason: it is taken as soon as the system has been asked.
 *
 * @param told learns that it is closed
 */
export function boundQueue(connection: Connection, mostBytes: number, told: () => void): void {
  let queued = 0;
  let judging = false;
  let taken = false;
  const { socket } = connection.request;
  /** Closing politely would wait for the other end to read. */
  const cut = (): void => {
    told();
    connection.close(true);
    socket.destroy();
  };

  const judge = (): void => {
    judging = false;
    if (!taken && queued > mostBytes) cut();
  };
  connection.on('packetCreate', ({ data }) => {
    queued += data?.length ?? 0;
    if (queued <= mostBytes) return;
    if (queued > FAR_TOO_LONG * mostBytes) return cut();
    if (judging) return;
    judging = true;
    taken = false;
    setTimeout(judge, PATIENCE_MS).unref();
  });
  connection.on('flush', () => {
    queued = 0;
    taken = true;
  });
}

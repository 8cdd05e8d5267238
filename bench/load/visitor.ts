import { WebSocket } from 'ws';
import type { DispositionName } from '../../src/contract/disposition.message.js';
import { type EngageRequests, PAGE_ID } from './engage-requests.js';
import type { Ledger } from './ledger.js';

const NAMESPACE = '/frontend';

/** What a visitor reports of each invitation, in this order. The last is the answer. */
export type Reports = readonly [...DispositionName[], DispositionName];

/** What each visitor in turn reports, where attempts are to go through a whole life. */
export const WHOLE_LIVES: readonly Reports[] = [
  ['delivered', 'shown', 'accepted'],
  ['delivered', 'shown', 'declined'],
  ['delivered', 'shown', 'ignored'],
];

/** The least that ends an attempt. */
export const ANSWERS_ONLY: readonly Reports[] = [['declined']];

/**
 * A visitor's page at its least cost to the load generator: the packets of Socket.IO on a WebSocket, written by hand.
 * It answers every invitation at once.
 */
export class Visitor {
  private socket: WebSocket | undefined;
  private nextAcknowledgement = 0;
  /** Which engagement each answer was to that has not been acknowledged, by the number of its packet. */
  private readonly answered = new Map<number, number>();
  isConnected = false;
  /** The number of the engagement that it has been sent last. */
  engagement: number | undefined;

  constructor(
    readonly index: number,
    readonly visitId: string,
    private readonly port: number,
    private readonly requests: EngageRequests,
    private readonly ledger: Ledger,
    private readonly reports: Reports,
  ) {}

  /** Resolves when it has joined the namespace. @throws Error when it is refused or cut off before */
  async connect(): Promise<void> {
    const address = `ws://127.0.0.1:${this.port}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { perMessageDeflate: false, skipUTF8Validation: true });
    this.socket = socket;
    // What was under way on the connection before is not acknowledged any more: it is answered again when it comes again.
    this.answered.clear();
    await new Promise<void>((resolve, reject) => {
      socket.on('message', (data: Buffer) => this.read(socket, data.toString(), resolve));
      socket.on('error', reject);
      socket.on('close', () => {
        if (this.socket === socket) this.isConnected = false;
        reject(new Error('a visitor was cut off while it connected'));
      });
    });
  }

  /** Ends its connection as a lost network does: without a word. */
  cut(): void {
    this.isConnected = false;
    this.socket?.terminate();
    this.socket = undefined;
  }

  /** Packets by their first digits: 0 open, 2 ping, 40 joined, 42 event, 43 acknowledgement, 44 refused. */
  private read(socket: WebSocket, text: string, joined: () => void): void {
    if (text === '2') socket.send('3');
    else if (text.startsWith(`42${NAMESPACE},["invitation",`)) this.answer(socket, text);
    else if (text.startsWith(`43${NAMESPACE},`)) this.hear(text);
    else if (text.startsWith('0'))
      socket.send(`40${NAMESPACE},${JSON.stringify({ visitId: this.visitId, pageId: PAGE_ID })}`);
    else if (text.startsWith(`40${NAMESPACE}`)) {
      this.isConnected = true;
      joined();
    } else if (text.startsWith('44')) socket.terminate();
  }

  /** A repeat of what it is answering already is left alone. */
  private answer(socket: WebSocket, text: string): void {
    const number = this.requests.numberIn(text);
    if (number === undefined || !this.ledger.arrive(number, this.index)) return;
    if ([...this.answered.values()].includes(number)) return;
    // A server without attempts knows the interaction only.
    const attemptId = (/"attemptId":"([^"]+)"/.exec(text) ?? /"interactionId":"([^"]+)"/.exec(text))?.[1];
    for (const disposition of this.reports)
      socket.send(
        `42${NAMESPACE},${this.nextAcknowledgement++}` +
          `["disposition",{"attemptId":"${attemptId}","disposition":"${disposition}"}]`,
      );
    this.answered.set(this.nextAcknowledgement - 1, number);
  }

  private hear(text: string): void {
    const acknowledgement = Number.parseInt(text.slice(3 + NAMESPACE.length), 10);
    const number = this.answered.get(acknowledgement);
    if (number === undefined) return;
    this.answered.delete(acknowledgement);
    this.ledger.acknowledge(number, text.includes('"ok":true'));
  }
}

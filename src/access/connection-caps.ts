import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { Fault } from '../faults/index.js';
import { CallerAddress, isLoopbackAddress, networkOf } from './caller-address.js';

interface Closable {
  once(event: 'close', listener: () => void): unknown;
}

/** Counts the connections of each address, and turns further ones away. */
@Injectable()
export class ConnectionCaps {
  private readonly held = new Map<string, number>();

  constructor(
    @Inject(Configuration) private readonly configuration: Pick<Configuration, 'connectionsPerAddress'>,
    private readonly address: CallerAddress,
  ) {}

  /** Counts a connection until it closes, unless it is a proxy's: those are counted by whom they speak for. */
  faultOf(socket: Socket): Fault | undefined {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || this.address.isProxy(remoteAddress)) return undefined;
    const address = networkOf(remoteAddress);
    const fault = this.faultOfOneMore(address);
    if (fault === undefined) this.hold(address, socket);
    return fault;
  }

  /** The fault of one more connection of whom a proxy speaks for. */
  faultOfProxied(request: IncomingMessage): Fault | undefined {
    return this.isProxied(request) ? this.faultOfOneMore(this.address.of(request)) : undefined;
  }

  /** Counts such a connection until it closes. */
  holdProxied(request: IncomingMessage, connection: Closable): void {
    if (this.isProxied(request)) this.hold(this.address.of(request), connection);
  }

  private isProxied({ socket: { remoteAddress } }: IncomingMessage): boolean {
    return remoteAddress !== undefined && this.address.isProxy(remoteAddress);
  }

  private faultOfOneMore(address: string): Fault | undefined {
    const { most, onLoopback } = this.configuration.connectionsPerAddress;
    if (isLoopbackAddress(address) && !onLoopback) return undefined;
    if ((this.held.get(address) ?? 0) < most) return undefined;
    return new Fault('too-many-connections', `The address holds ${most} connections already.`);
  }

  private hold(address: string, connection: Closable): void {
    this.held.set(address, (this.held.get(address) ?? 0) + 1);
    connection.once('close', () => this.release(address));
  }

  private release(address: string): void {
    const count = this.held.get(address) ?? 0;
    if (count > 1) this.held.set(address, count - 1);
    else this.held.delete(address);
  }
}

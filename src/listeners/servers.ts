import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { Socket } from 'node:net';
import { CallerAddress, ConnectionCaps, networkOf, type Refusals } from '../access/index.js';
import type { Configuration } from '../config/index.js';
import { Fault, type FaultCode, problemOf, refuseOn } from '../faults/index.js';
import { EventLog } from '../logging/index.js';
import type { Counter } from '../measures/index.js';
import { certificateFilesOf, readCertificates } from './certificate-files.js';
import { RequestMessage } from './request-message.js';

const log = new EventLog('Listeners');

/** How often connections are looked at that take their time, in milliseconds. */
const SLOW_CHECK_MS = 1_000;

/** A server, and the port that it is to listen on. */
export interface Listener {
  readonly port: number;
  readonly server: Server;
}

/**
 * The listeners that are configured: HTTP, HTTPS, or both, which answer alike.
 *
 * @param told what connections are told to that are refused before there is a call on them
 */
export function listenersFor(
  configuration: Configuration,
  { refusals, refused }: { readonly refusals: Refusals; readonly refused: Counter<FaultCode> },
  answer: RequestListener,
): readonly Listener[] {
  const { port, httpsPort } = configuration;
  const caps = new ConnectionCaps(configuration, new CallerAddress(configuration));
  const refusalOf = (socket: Socket): Fault | undefined => {
    const fault = caps.faultOf(socket);
    if (fault === undefined) return undefined;
    refused.add(fault.code);
    refusals.countAt(problemOf(fault), networkOf(socket.remoteAddress));
    return fault;
  };
  const listeners: Listener[] = [];
  if (port !== 'off') listeners.push({ port, server: plainServer(configuration, refusalOf, answer) });
  if (httpsPort !== 'off') listeners.push({ port: httpsPort, server: secureServer(configuration, refusalOf, answer) });
  for (const { server } of listeners) answerErrors(server, refused);
  return listeners;
}

/** The fault of a connection that is one too many. */
type RefusalOf = (socket: Socket) => Fault | undefined;

function plainServer(configuration: Configuration, refusalOf: RefusalOf, answer: RequestListener): Server {
  const server = createServer(optionsOf(configuration), answer);
  server.on('connection', (socket) => {
    const fault = refusalOf(socket);
    if (fault !== undefined) refuseOn(socket, fault);
  });
  return server;
}

/** Asks for a client's certificate where it has an authority for them; whether one must be shown is the caller's matter. */
function secureServer(configuration: Configuration, refusalOf: RefusalOf, answer: RequestListener): SecureServer {
  const server = createSecureServer(
    {
      ...optionsOf(configuration),
      ...readCertificates(certificateFilesOf(configuration)),
      requestCert: configuration.httpsClientCaFile !== null,
      rejectUnauthorized: false,
      handshakeTimeout: configuration.handshakeSeconds * 1000,
    },
    answer,
  );
  server.on('connection', (socket) => {
    // Nothing can be said before the handshake.
    if (socket instanceof Socket && refusalOf(socket) !== undefined) socket.destroy();
  });
  return server;
}

function optionsOf({ requestSeconds }: Configuration): ServerOptions {
  const timeout = requestSeconds * 1000;
  return {
    IncomingMessage: RequestMessage,
    requestTimeout: timeout,
    headersTimeout: Math.ceil(timeout / 3),
    connectionsCheckingInterval: SLOW_CHECK_MS,
    // It would be refused without a word of why; who may call under no name is the caller rules' matter.
    requireHostHeader: false,
  };
}

function answerErrors(server: Server, refused: Counter<FaultCode>): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // What is no HTTP can be answered; a broken connection, or one that is no TLS, cannot.
    if (!/^HPE_|^ERR_HTTP_/.test(error.code ?? '')) return void socket.destroy();
    const fault = faultOf(error.code);
    const address = socket instanceof Socket ? networkOf(socket.remoteAddress) : undefined;
    refused.add(fault.code);
    log.tell('connection.refused', { code: fault.code, address });
    refuseOn(socket, fault);
  });
  server.on('checkExpectation', (request: IncomingMessage) => {
    const fault = new Fault('expectation-failed', 'The only expectation that is met is 100-continue.');
    refused.add(fault.code);
    refuseOn(request.socket, fault);
  });
}

function faultOf(code: string | undefined): Fault {
  if (code === 'HPE_HEADER_OVERFLOW') return new Fault('headers-too-large', 'The headers are larger than 16 KiB.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Fault('request-timeout', 'The request did not come whole in time.');
  return new Fault('validation-failed', 'The request is not HTTP.', {
    errors: [{ pointer: '', detail: 'must come in an HTTP request' }],
  });
}

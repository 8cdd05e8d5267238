import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { CallerAddress, CallerRules, nameRequest, Refusals } from './access/index.js';
import { AppModule } from './app.module.js';
import { serveBrowserFiles } from './browser-files.js';
import { type Configuration, isOpenMode } from './config/index.js';
import { serveDocuments } from './documents/index.js';
import { type Clock, EndingWatch } from './engagement/index.js';
import { Departure, FrontendAdapter } from './frontend/index.js';
import { serveUnder } from './gateway/index.js';
import { DirectCalls, HttpAdapter } from './listeners/index.js';
import { FrameworkLog, theLog } from './logging/index.js';
import { Readiness } from './operations/index.js';
import { readFiles } from './read-files.js';
import { OutcomeStream } from './outcomes/index.js';
import { openStore } from './store/index.js';
import { NoTracing, type Tracing } from './tracing/index.js';

/** Pages of the service load nothing from elsewhere, and run no code that is written into them. */
const CONTENT_SECURITY_POLICY = {
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    frameAncestors: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    // Pages are served over plain HTTP too, where an upgrade would ask for what is not there.
    upgradeInsecureRequests: null,
  },
};

/** Half a year. */
const HSTS_SECONDS = 15_552_000;

/** What pages of allowed origins may read of a reply, beside its body. */
const EXPOSED_HEADERS = ['X-Request-Id', 'Idempotent-Replayed', 'Retry-After'];

/**
 * The whole service, ready to listen.
 *
 * @throws ConfigurationError when a file that a setting names will not do, or the database cannot be opened
 * @throws StoreUnavailableError when it could not be reached in time
 */
export async function createApplication(
  configuration: Configuration,
  { clock, tracing = new NoTracing() }: { readonly clock?: Clock; readonly tracing?: Tracing } = {},
): Promise<NestExpressApplication> {
  theLog.level = configuration.logLevel;
  const logger = new FrameworkLog();
  // What the framework says before there is an application is told alike.
  Logger.overrideLogger(logger);
  const refusals = new Refusals(new CallerAddress(configuration));
  const http = new HttpAdapter(configuration, refusals);
  const files = readFiles(configuration);
  const opened = await openStore(configuration);
  const application = await NestFactory.create<NestExpressApplication>(
    AppModule.with(
      configuration,
      files,
      { ...opened, clock: clock ?? opened.clock },
      { refusals, calls: http.measures, tracing },
    ),
    http,
    {
      abortOnError: false,
      bodyParser: false,
      logger,
    },
  );
  application.disable('etag');
  application.disable('x-powered-by');
  application.set('query parser', 'simple');
  const rules = application.get(CallerRules);
  const { contextPaths, roles } = configuration;
  // A page's call has an origin, and takes the way through everything that pages need.
  const isPlain = (request: IncomingMessage): boolean =>
    request.headers.origin === undefined && rules.faultOf(request) === undefined;
  http.serveDirectly(new DirectCalls(contextPaths, isPlain), directHeadersFor(configuration));
  application.use(nameRequest);
  application.use(helmet({ contentSecurityPolicy: CONTENT_SECURITY_POLICY, hsts: hstsFor(configuration) }));
  if (roles.includes('frontend')) serveBrowserFiles(application);
  application.use(refuseStrangers(rules));
  application.enableCors({ origin: rules.answerCors, exposedHeaders: EXPOSED_HEADERS });
  application.use(serveUnder(contextPaths));
  if (roles.includes('frontend')) application.useWebSocketAdapter(new FrontendAdapter(application, http));
  serveDocuments(application, roles);
  return application;
}

/** Browsers that have come over HTTPS once come so always, where there is nothing else. */
function hstsFor(configuration: Configuration): { readonly maxAge: number; readonly includeSubDomains: false } | false {
  const isAlways = configuration.port === 'off' && !isOpenMode(configuration);
  return isAlways ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false;
}

/** What replies carry that are data and no page. */
function directHeadersFor(configuration: Configuration): Readonly<Record<string, string>> {
  const hsts = hstsFor(configuration);
  return {
    'X-Content-Type-Options': 'nosniff',
    ...(hsts !== false && { 'Strict-Transport-Security': `max-age=${hsts.maxAge}` }),
  };
}

/**
 * Listens wherever it is configured to.
 *
 * @returns the addresses, as they are reached from this machine
 */
export async function listen(application: NestExpressApplication, { host }: Configuration): Promise<readonly string[]> {
  const http = listenersOf(application);
  await application.listen(http.firstPort, host);
  const addresses = await http.listenBeside(host);
  application.get(Readiness, { strict: false }).serving();
  return addresses;
}

/** Takes no new work, finishes what is under way, lets connections go to other nodes, and ends. */
export async function leave(application: NestExpressApplication, { roles }: Configuration): Promise<void> {
  application.get(Readiness, { strict: false }).draining();
  application.get(EndingWatch, { strict: false }).release();
  if (roles.includes('backend')) application.get(OutcomeStream, { strict: false }).release();
  listenersOf(application).stopListening();
  if (roles.includes('frontend')) await application.get(Departure, { strict: false }).letAllGo();
  await application.close();
}

function listenersOf(application: NestExpressApplication): HttpAdapter {
  const http = application.getHttpAdapter();
  if (!(http instanceof HttpAdapter)) throw new Error('the application has other listeners');
  return http;
}

function refuseStrangers(rules: CallerRules): RequestHandler {
  return (request, _response, next) => next(rules.faultOf(request));
}

import type { LogLevel } from '@nestjs/common';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { CallerRules } from './access/index.js';
import { AppModule } from './app.module.js';
import { serveBrowserFiles } from './browser-files.js';
import type { Configuration } from './config/index.js';
import { serveDocuments } from './documents/index.js';
import { type Clock, SystemClock } from './engagement/index.js';
import { FrontendAdapter } from './frontend/index.js';
import { nameRequest, serveUnder } from './gateway/index.js';
import { HttpAdapter } from './http.adapter.js';
import { openStore } from './store/index.js';

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

/** What pages of allowed origins may read of a reply, beside its body. */
const EXPOSED_HEADERS = ['X-Request-Id', 'Idempotent-Replayed', 'Retry-After'];

/**
 * The whole service, ready to listen.
 *
 * @throws ConfigurationError when the database cannot be opened
 */
export async function createApplication(
  configuration: Configuration,
  { clock = new SystemClock() }: { readonly clock?: Clock } = {},
): Promise<NestExpressApplication> {
  const store = await openStore(configuration.database);
  const application = await NestFactory.create<NestExpressApplication>(
    AppModule.with(configuration, store, clock),
    new HttpAdapter(configuration),
    {
      abortOnError: false,
      bodyParser: false,
      logger: new ConsoleLogger({ json: !process.stdout.isTTY, logLevels: levelsFrom(configuration.logLevel) }),
    },
  );
  application.disable('etag');
  application.disable('x-powered-by');
  application.set('query parser', 'simple');
  application.use(nameRequest);
  application.use(helmet({ contentSecurityPolicy: CONTENT_SECURITY_POLICY, hsts: false }));
  serveBrowserFiles(application);
  const rules = application.get(CallerRules);
  application.use(refuseStrangers(rules));
  application.enableCors({ origin: rules.answerCors, exposedHeaders: EXPOSED_HEADERS });
  application.use(serveUnder(configuration.contextPaths));
  application.useWebSocketAdapter(new FrontendAdapter(application));
  serveDocuments(application);
  return application;
}

function refuseStrangers(rules: CallerRules): RequestHandler {
  return (request, _response, next) => next(rules.faultOf(request));
}

function levelsFrom(least: Configuration['logLevel']): LogLevel[] {
  const levels: LogLevel[] = ['debug', 'log', 'warn', 'error', 'fatal'];
  const from = { debug: 0, info: 1, warn: 2, error: 3 }[least];
  return levels.slice(from);
}

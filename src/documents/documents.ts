import { readFileSync } from 'node:fs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { Express, RequestHandler } from 'express';
import { stringify } from 'yaml';
import { describeFrontendEvents } from './asyncapi.js';
import { type EventsDocument, eventsPage } from './events-page.js';
import { describeRestApi } from './openapi.js';

/** Serves the documents for API consumers. Each is made when it is first asked for. */
export function serveDocuments(application: NestExpressApplication): void {
  const asyncApi = once(() => describeFrontendEvents(application));
  const page = once(() => eventsPage(asyncApi() as EventsDocument));
  const style = once(() => readFileSync(new URL('./events.css', import.meta.url), 'utf8'));

  const http: Express = application.getHttpAdapter().getInstance();
  const serve = (path: string, type: string, body: () => string): void => {
    http.get(path, (_request, response) => void response.type(type).send(body()));
  };
  serve('/asyncapi.json', 'application/json', () => JSON.stringify(asyncApi()));
  serve('/asyncapi.yaml', 'text/yaml', () => stringify(asyncApi()));
  serve('/docs/events', 'text/html', page);
  serve('/docs/events.css', 'text/css', style);

  application.use('/docs', allowInlineStyles);
  SwaggerModule.setup(
    'docs',
    application,
    once(() => describeRestApi(application)),
    {
      jsonDocumentUrl: 'openapi.json',
      yamlDocumentUrl: 'openapi.yaml',
      customSiteTitle: 'Engagement Gateway: REST API',
      swaggerOptions: { tryItOutEnabled: false, defaultModelsExpandDepth: 0, displayRequestDuration: true },
    },
  );
}

/** Swagger UI styles some of its parts inline. Nothing else does. */
const allowInlineStyles: RequestHandler = (_request, response, next) => {
  const policy = String(response.getHeader('Content-Security-Policy'));
  response.setHeader('Content-Security-Policy', policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"));
  next();
};

/** Does the work at the first call, and remembers what came of it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

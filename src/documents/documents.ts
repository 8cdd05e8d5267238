import { readFileSync } from 'node:fs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express } from 'express';
import type { Configuration } from '../config/index.js';
import { describeFrontendEvents } from './asyncapi.js';
import { eventsPage } from './events-page.js';
import { describeRestApi } from './openapi.js';
import { serveSwaggerUi } from './swagger-ui.js';
import { asJson, asYaml } from './texts.js';

type Role = Configuration['roles'][number];

/** Serves the documents for who may use what the roles serve. Each is made when it is first asked for. */
export function serveDocuments(application: NestExpressApplication, roles: readonly Role[]): void {
  if (roles.includes('frontend')) serveEventsDocuments(application, { isRestHere: roles.includes('backend') });
  if (roles.includes('backend')) serveRestDocuments(application);
}

function serveRestDocuments(application: NestExpressApplication): void {
  const openApi = once(() => describeRestApi(application));
  serve(application, '/openapi.json', 'application/json', () => asJson(openApi()));
  serve(application, '/openapi.yaml', 'application/yaml', () => asYaml(openApi()));
  serveSwaggerUi(application, openApi);
}

function serveEventsDocuments(application: NestExpressApplication, beside: { readonly isRestHere: boolean }): void {
  const asyncApi = once(() => describeFrontendEvents(application));
  serve(application, '/asyncapi.json', 'application/json', () => asJson(asyncApi()));
  serve(application, '/asyncapi.yaml', 'application/yaml', () => asYaml(asyncApi()));
  serve(application, '/docs/events', 'text/html', () => eventsPage(asyncApi(), beside));
  const stylesheet = new URL('./events.css', import.meta.url);
  serve(application, '/docs/events.css', 'text/css', () => readFileSync(stylesheet, 'utf8'));
}

function serve(application: NestExpressApplication, path: string, type: string, make: () => string): void {
  const http: Express = application.getHttpAdapter().getInstance();
  const text = once(make);
  http.get(path, (_request, response) => void response.type(type).send(text()));
}

/** Does the work at the first call, and remembers what came of it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

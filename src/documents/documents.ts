import { readFileSync } from 'node:fs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express } from 'express';
import { describeFrontendEvents } from './asyncapi.js';
import { eventsPage } from './events-page.js';
import { describeRestApi } from './openapi.js';
import { serveSwaggerUi } from './swagger-ui.js';
import { asJson, asYaml } from './texts.js';

/** Serves the documents for API consumers. Each is made when it is first asked for. */
export function serveDocuments(application: NestExpressApplication): void {
  const openApi = once(() => describeRestApi(application));
  const asyncApi = once(() => describeFrontendEvents(application));

  const http: Express = application.getHttpAdapter().getInstance();
  const serve = (path: string, type: string, make: () => string): void => {
    const text = once(make);
    http.get(path, (_request, response) => void response.type(type).send(text()));
  };
  serve('/openapi.json', 'application/json', () => asJson(openApi()));
  serve('/openapi.yaml', 'application/yaml', () => asYaml(openApi()));
  serve('/asyncapi.json', 'application/json', () => asJson(asyncApi()));
  serve('/asyncapi.yaml', 'application/yaml', () => asYaml(asyncApi()));
  serve('/docs/events', 'text/html', () => eventsPage(asyncApi()));
  serve('/docs/events.css', 'text/css', () => readFileSync(new URL('./events.css', import.meta.url), 'utf8'));
  serveSwaggerUi(application, openApi);
}

/** Does the work at the first call, and remembers what came of it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Express } from 'express';
import { html } from './html.js';

/** The page that loads Swagger UI. Everything in it comes from files of this service: nothing is written inline. */
const PAGE = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Engagement Gateway: REST API</title>
      <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" sizes="32x32" />
      <link rel="stylesheet" href="/docs/swagger-ui.css" />
      <link rel="stylesheet" href="/docs/index.css" />
      <script src="/docs/appearance.js"></script>
    </head>
    <body>
      <div id="swagger-ui"></div>
      <script src="/docs/swagger-ui-bundle.js"></script>
      <script src="/docs/swagger-ui-standalone-preset.js"></script>
      <script src="/docs/swagger-ui-init.js"></script>
    </body>
  </html>`.text;

/** Light or dark, as the reader's system is. */
const APPEARANCE = `
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
`;

/** Serves Swagger UI at `/docs`. */
export function serveSwaggerUi(application: NestExpressApplication, document: () => OpenAPIObject): void {
  // Asked before the page that SwaggerModule brings, whose inline styles the service's own policy refuses.
  const http: Express = application.getHttpAdapter().getInstance();
  http.get(['/docs', '/docs/index.html'], (_request, response) => void response.type('text/html').send(PAGE));

  http.get('/docs/appearance.js', (_request, response) => void response.type('text/javascript').send(APPEARANCE));

  SwaggerModule.setup('docs', application, document, {
    raw: false,
    swaggerOptions: {
      // Without the bar on top, whose logo brings an inline style.
      layout: 'BaseLayout',
      validatorUrl: null,
      displayRequestDuration: true,
      displayOperationId: false,
      defaultModelsExpandDepth: 0,
      docExpansion: 'list',
    },
  });
}

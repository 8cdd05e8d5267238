import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** Serves the browser library. It is public: any site's page may load it. */
export function serveBrowserFiles(application: NestExpressApplication): void {
  application.useStaticAssets(fileURLToPath(new URL('./client/', import.meta.url)), {
    prefix: '/client/',
    index: false,
    maxAge: '5m',
    setHeaders: (response) => {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    },
  });
}

import { existsSync } from 'node:fs';
import { isLoopbackName } from './access/index.js';
import { createApplication } from './app.js';
import { type Configuration, ConfigurationError, readConfiguration } from './config/index.js';

/** Exit status of a service that is configured wrongly (EX_CONFIG of sysexits.h). */
const EXIT_MISCONFIGURED = 78;

try {
  await start();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(EXIT_MISCONFIGURED);
}

async function start(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const configuration = readConfiguration(process.env);
  refuseOpenModeBeyondLoopback(configuration);

  const application = await createApplication(configuration);
  await application.listen(configuration.port, configuration.host);
  announce(await application.getUrl(), configuration);
  // A second signal finds no listener, and ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void application.close());
}

function refuseOpenModeBeyondLoopback({ host }: Configuration): void {
  if (isLoopbackName(host)) return;
  throw new ConfigurationError(
    `HOST=${JSON.stringify(host)} will not do: without credentials the service listens on loopback only, for example HOST=127.0.0.1`,
  );
}

function announce(base: string, { contextPaths }: Configuration): void {
  process.stdout.write(
    [
      '',
      'Engagement Gateway is up, in open mode: on loopback only, without credentials.',
      `  Demo        ${base}/demo`,
      `  Swagger UI  ${base}/docs`,
      `  REST API    ${base}${contextPaths[0]}/data/gateway`,
      '',
      '',
    ].join('\n'),
  );
}

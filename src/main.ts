import { statSync } from 'node:fs';
import { createApplication } from './app.js';
import { type Configuration, ConfigurationError, readConfiguration } from './config/index.js';

type Application = Awaited<ReturnType<typeof createApplication>>;

/** What keeps a listener from starting, by the system's code, and what to do about it. */
const LISTENER_REMEDIES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'somebody else does; choose another port, for example PORT=8081',
  EACCES: 'the system does not allow it; choose a port above 1023, for example PORT=8080',
  ENOTFOUND: 'nobody knows this name; choose an address, for example HOST=127.0.0.1',
  EAI_AGAIN: 'nobody knows this name; choose an address, for example HOST=127.0.0.1',
  EADDRNOTAVAIL: 'this machine has no such address; choose one that it has, for example HOST=127.0.0.1',
};

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

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
  if (statSync('.env', { throwIfNoEntry: false })?.isFile()) process.loadEnvFile('.env');
  const configuration = readConfiguration(process.env);

  const application = await createApplication(configuration);
  await listen(application, configuration);
  announce(await application.getUrl(), configuration);
  stopOnSignal(application);
}

/** A second signal, whichever it is, finds no listener and ends the process at once. */
function stopOnSignal(application: Application): void {
  const stop = (): void => {
    for (const signal of SIGNALS) process.off(signal, stop);
    void application.close();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

async function listen(application: Application, { host, port }: Configuration): Promise<void> {
  try {
    await application.listen(port, host);
  } catch (error) {
    await application.close();
    const remedy = LISTENER_REMEDIES[error instanceof Error && 'code' in error ? String(error.code) : ''];
    if (remedy === undefined) throw error;
    throw new ConfigurationError(`The service cannot listen on HOST=${host} PORT=${port}: ${remedy}`);
  }
}

function announce(base: string, { contextPaths }: Configuration): void {
  process.stdout.write(
    [
      '',
      'Engagement Gateway is up, in open mode: on loopback only, without credentials.',
      `  Demo        ${base}/demo`,
      `  Swagger UI  ${base}/docs`,
      `  Events      ${base}/docs/events`,
      `  REST API    ${base}${contextPaths[0]}/data/gateway`,
      '',
      '',
    ].join('\n'),
  );
}

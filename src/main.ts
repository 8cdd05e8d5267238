import { statSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { Keyring } from './access/index.js';
import { createApplication, leave, listen } from './app.js';
import { type Configuration, ConfigurationError, isOpenMode, readConfiguration, secretFiles } from './config/index.js';
import { StoreUnavailableError } from './engagement/index.js';
import { watchFiles } from './listeners/index.js';

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

/** How long the end may take, in milliseconds: a little less than orchestrators grant. */
const LEAVE_WITHIN_MS = 24_000;

/** Exit status of a service that is configured wrongly (EX_CONFIG of sysexits.h). */
const EXIT_MISCONFIGURED = 78;

/** Exit status of a service whose database could not be reached (EX_UNAVAILABLE): another start may succeed. */
const EXIT_UNAVAILABLE = 69;

// Nobody reads what it writes any more: that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  await start();
} catch (error) {
  if (!(error instanceof ConfigurationError) && !(error instanceof StoreUnavailableError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error instanceof ConfigurationError ? EXIT_MISCONFIGURED : EXIT_UNAVAILABLE);
}

async function start(): Promise<void> {
  if (statSync('.env', { throwIfNoEntry: false })?.isFile()) process.loadEnvFile('.env');
  const configuration = readConfiguration(process.env);

  const application = await createApplication(configuration);
  const addresses = await listenOrSay(application, configuration);
  const stopWatching = watchFiles(secretFiles(process.env), () => takeNewKeys(application, configuration));
  announce(addresses, configuration);
  stopOnSignal(application, configuration, stopWatching);
}

/** A second signal, whichever it is, finds no listener and ends the process at once. */
function stopOnSignal(application: Application, configuration: Configuration, stopWatching: () => void): void {
  const stop = (): void => {
    for (const signal of SIGNALS) process.off(signal, stop);
    stopWatching();
    setTimeout(() => {
      new Logger('Service').error({ event: 'service.cut-off', afterMs: LEAVE_WITHIN_MS });
      process.exit(1);
    }, LEAVE_WITHIN_MS).unref();
    // What a database that does not answer keeps open must not keep the process.
    leave(application, configuration).then(
      () => process.exit(0),
      (error: unknown) => {
        new Logger('Service').error({ event: 'service.ended-badly', why: messageOf(error) });
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

async function listenOrSay(application: Application, configuration: Configuration): Promise<readonly string[]> {
  try {
    return await listen(application, configuration);
  } catch (error) {
    await application.close();
    const remedy = LISTENER_REMEDIES[String(factOf(error, 'code'))];
    if (remedy === undefined) throw error;
    const { host, port, httpsPort } = configuration;
    const [name, taken] = factOf(error, 'port') === httpsPort ? ['HTTPS_PORT', httpsPort] : ['PORT', port];
    throw new ConfigurationError(
      `The service cannot listen on HOST=${host} ${name}=${taken}: ${remedy.replace('PORT=', `${name}=`)}`,
    );
  }
}

/** What the system says beside an error’s message. */
function factOf(error: unknown, name: 'code' | 'port'): unknown {
  return error instanceof Error ? Reflect.get(error, name) : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Takes the keys that files hold now. When they will not do, those that it has stay. */
function takeNewKeys(application: Application, current: Configuration): void {
  const log = new Logger('Keys');
  try {
    const fresh = readConfiguration(process.env);
    const isAsBefore = (keys: 'apiKeys' | 'frontendKeys' | 'operatorKeys'): boolean =>
      fresh[keys].length > 0 === current[keys].length > 0;
    if (!isAsBefore('apiKeys') || !isAsBefore('frontendKeys') || !isAsBefore('operatorKeys'))
      throw new ConfigurationError('who is asked for a key at all changes with a restart only');
    application.get(Keyring, { strict: false }).replace(fresh);
    log.log({ event: 'keys.renewed' });
  } catch (error) {
    log.error({ event: 'keys.kept', why: messageOf(error) });
  }
}

function announce(addresses: readonly string[], configuration: Configuration): void {
  // With mutual TLS, calls over plain HTTP are not taken.
  const isCalled = (address: string): boolean =>
    configuration.httpsClientCaFile === null || address.startsWith('https:');
  const base = addresses.find(isCalled) ?? '';
  const isOpen = isOpenMode(configuration);
  const { roles, contextPaths } = configuration;
  const others = addresses.filter((address) => address !== base).map((address) => `  Also at     ${address}`);
  process.stdout.write(
    [
      '',
      isOpen
        ? 'Engagement Gateway is up, in open mode: on loopback only, without credentials.'
        : 'Engagement Gateway is up.',
      ...(isOpen && roles.length === 2 ? [`  Demo        ${base}/demo`] : []),
      ...(roles.includes('backend') ? [`  Console     ${base}/console`, `  Swagger UI  ${base}/docs`] : []),
      ...(roles.includes('frontend') ? [`  Events      ${base}/docs/events`] : []),
      ...(roles.includes('backend') ? [`  REST API    ${base}${contextPaths[0]}/data/gateway`] : []),
      ...(roles.includes('frontend') ? [`  Frontends   ${base}/socket.io`] : []),
      ...others,
      '',
      '',
    ].join('\n'),
  );
}

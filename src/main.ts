import { statSync } from 'node:fs';
import { constants } from 'node:os';
import { createApplication, leave, listen } from './app.js';
import {
  type Configuration,
  ConfigurationError,
  type Environment,
  nearMissesIn,
  readConfiguration,
  secretFiles,
  VERSION,
} from './config/index.js';
import { StoreUnavailableError } from './engagement/index.js';
import { watchFiles } from './listeners/index.js';
import { endOnSignal } from './ending.js';
import { takeNewKeys } from './key-renewal.js';
import { EventLog, theLog } from './logging/index.js';
import { LogLevels } from './operations/index.js';
import { startTracing } from './tracing/index.js';
import { bannerOf, whereaboutsOf } from './whereabouts.js';

type Application = Awaited<ReturnType<typeof createApplication>>;

/** What keeps a listener from starting, by the system's code, and what to do about it. */
const LISTENER_REMEDIES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'somebody else does; choose another port, for example PORT=8081',
  EACCES: 'the system does not allow it; choose a port above 1023, for example PORT=8080',
  ENOTFOUND: 'nobody knows this name; choose an address, for example HOST=127.0.0.1',
  EAI_AGAIN: 'nobody knows this name; choose an address, for example HOST=127.0.0.1',
  EADDRNOTAVAIL: 'this machine has no such address; choose one that it has, for example HOST=127.0.0.1',
};

/** For whoever has a shell, and no operator key. */
const DEBUG_SIGNAL = 'SIGUSR2';

/** Exit status of a service that is configured wrongly (EX_CONFIG of sysexits.h). */
const EXIT_MISCONFIGURED = 78;

/** Exit status of a service whose database could not be reached (EX_UNAVAILABLE): another start may succeed. */
const EXIT_UNAVAILABLE = 69;

const log = new EventLog('Service');

// What nobody expected ends the service, as Node would have it; the log tells of it too.
process.on('uncaughtExceptionMonitor', (error) => log.tell('service.crashed', { err: error }));

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
  const configuration = configurationOf(process.env);

  const tracing = await startTracing(process.env);
  const application = await createApplication(configuration, { tracing });
  const addresses = await listenOrSay(application, configuration);
  const stopWatching = watchFiles(secretFiles(process.env), () => takeNewKeys(application, configuration));
  announce(addresses, configuration);
  changeLevelOnSignal(application.get(LogLevels, { strict: false }));
  endOnSignal(() => {
    stopWatching();
    return leave(application, configuration);
  });
}

/** Says which variables are almost known, also when the configuration will not do: that may be why. */
function configurationOf(environment: Environment): Configuration {
  try {
    const configuration = readConfiguration(environment);
    theLog.level = configuration.logLevel;
    return configuration;
  } finally {
    for (const nearMiss of nearMissesIn(environment)) log.tell('configuration.unknown-variable', nearMiss);
  }
}

/** Where the system knows the signal, it has everything written, and again what was before. */
function changeLevelOnSignal(levels: LogLevels): void {
  if (DEBUG_SIGNAL in constants.signals) process.on(DEBUG_SIGNAL, () => levels.toggleDebug(DEBUG_SIGNAL));
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

/** At a terminal in words, elsewhere in a line of the log: it is what everything else relies on, whatever the level. */
function announce(addresses: readonly string[], configuration: Configuration): void {
  const whereabouts = whereaboutsOf(addresses, configuration);
  if (process.stdout.isTTY) return void process.stdout.write(bannerOf(whereabouts));
  const { isOpen, demo, console, swaggerUi, events, restApi, frontends } = whereabouts;
  log.tellAnyway('service.started', {
    version: VERSION,
    node: process.versions.node,
    mode: isOpen ? 'open' : 'credentials',
    roles: configuration.roles,
    database: configuration.database.kind,
    addresses,
    demo,
    console,
    swaggerUi,
    events,
    restApi,
    frontends,
  });
}

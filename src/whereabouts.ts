import { type Configuration, isOpenMode } from './config/index.js';

/** Where the service is reached, by who looks for it. What it does not serve is not there. */
export interface Whereabouts {
  readonly isOpen: boolean;
  readonly demo?: string;
  readonly console?: string;
  readonly swaggerUi?: string;
  readonly events?: string;
  readonly restApi?: string;
  readonly frontends?: string;
  /** Every address that it listens on; the others are under the first that may be called. */
  readonly addresses: readonly string[];
  readonly others: readonly string[];
}

export function whereaboutsOf(addresses: readonly string[], configuration: Configuration): Whereabouts {
  const { roles, contextPaths, httpsClientCaFile } = configuration;
  // With mutual TLS, calls over plain HTTP are not taken.
  const isCalled = (address: string): boolean => httpsClientCaFile === null || address.startsWith('https:');
  const base = addresses.find(isCalled) ?? '';
  const isOpen = isOpenMode(configuration);
  const [isBackend, isFrontend] = [roles.includes('backend'), roles.includes('frontend')];
  return {
    isOpen,
    addresses,
    others: addresses.filter((address) => address !== base),
    ...(isOpen && isBackend && isFrontend && { demo: `${base}/demo` }),
    ...(isBackend && {
      console: `${base}/console`,
      swaggerUi: `${base}/docs`,
      restApi: `${base}${contextPaths[0]}/data/gateway`,
    }),
    ...(isFrontend && { events: `${base}/docs/events`, frontends: `${base}/socket.io` }),
  };
}

/** The same for whoever sits at a terminal. */
export function bannerOf({
  isOpen,
  demo,
  console,
  swaggerUi,
  events,
  restApi,
  frontends,
  others,
}: Whereabouts): string {
  const places: readonly (readonly [string, string | undefined])[] = [
    ['Demo', demo],
    ['Console', console],
    ['Swagger UI', swaggerUi],
    ['Events', events],
    ['REST API', restApi],
    ['Frontends', frontends],
    ...others.map((other) => ['Also at', other] as const),
  ];
  return [
    '',
    isOpen
      ? 'Engagement Gateway is up, in open mode: on loopback only, without credentials.'
      : 'Engagement Gateway is up.',
    ...places.flatMap(([name, place]) => (place === undefined ? [] : [`  ${name.padEnd(12)}${place}`])),
    '',
    '',
  ].join('\n');
}

/** Whose code a frame is, in the order of legends and tables. */
export const ORIGINS = {
  ours: 'the service',
  nest: 'Nest, RxJS',
  express: 'Express, router',
  sockets: 'Socket.IO, Engine.IO, ws',
  store: 'store thread',
  packages: 'other packages',
  node: 'Node.js',
  garbage: 'garbage collector',
} as const;

export type Origin = keyof typeof ORIGINS;

export const ORIGIN_NAMES = Object.keys(ORIGINS) as readonly Origin[];

/** Packages by what they belong to: each pattern is for a whole name. */
const PACKAGES: readonly (readonly [RegExp, Origin])[] = [
  [/^(?:@nestjs\/.+|rxjs|reflect-metadata)$/, 'nest'],
  [/^(?:express|router|body-parser|raw-body|finalhandler|send|serve-static|qs|type-is|content-type)$/, 'express'],
  [/^(?:accepts|on-finished|path-to-regexp|parseurl|etag|fresh|mime-types|negotiator|vary|cors)$/, 'express'],
  [/^(?:socket\.io.*|@socket\.io\/.+|engine\.io.*|ws)$/, 'sockets'],
];

/** What a thread was found in, as tables name it. */
export interface Place {
  /** Without whatever belongs to this machine; empty for what is in no file. */
  readonly file: string;
  readonly origin: Origin;
}

/**
 * Where the code of a frame is.
 *
 * @param url of its file, as the profile has it; empty for what is part of Node or of a native addon
 * @param caller where it was called from
 */
export function placeOf(name: string, url: string, caller: Place | undefined, isStoreThread: boolean): Place {
  if (name === '(garbage collector)') return { file: '', origin: 'garbage' };
  if (url === '') return { file: '', origin: isNative(caller) ? 'store' : 'node' };
  if (url.startsWith('node:')) return { file: url, origin: 'node' };
  const inPackage = /.*\/node_modules\/(.+)$/.exec(url)?.[1];
  if (inPackage !== undefined) return { file: inPackage, origin: isStoreThread ? 'store' : originOf(inPackage) };
  const file = /.*\/(dist\/.+)$/.exec(url)?.[1] ?? url.slice(url.lastIndexOf('/') + 1);
  return { file, origin: isStoreThread ? 'store' : 'ours' };
}

/** The native part of libsql has no file: only who calls it tells that it is at work. */
function isNative(caller: Place | undefined): boolean {
  return caller !== undefined && caller.file.startsWith('libsql/');
}

/** @param file its path from node_modules on */
function originOf(file: string): Origin {
  const [scopeOrName = '', rest = ''] = file.split('/');
  const name = scopeOrName.startsWith('@') ? `${scopeOrName}/${rest}` : scopeOrName;
  return PACKAGES.find(([pattern]) => pattern.test(name))?.[1] ?? 'packages';
}

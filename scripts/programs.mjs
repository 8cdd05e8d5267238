// The programs beside Node that tests start for themselves, and where they are.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installOnDebian } from './debian.mjs';

/** Each by the tests that need it, the variable that names another one, Debian's package, and where it is looked for. */
const PROGRAMS = [
  {
    project: 'browser',
    title: 'Chromium',
    variable: 'CHROMIUM_PATH',
    package: 'chromium',
    find: () => firstOf('/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'),
  },
  {
    project: 'cluster',
    title: 'PostgreSQL',
    variable: 'POSTGRES_BIN',
    package: 'postgresql',
    find: () => newestIn('/usr/lib/postgresql', 'bin'),
  },
  {
    project: 'cluster',
    title: 'Redis',
    variable: 'REDIS_SERVER',
    package: 'redis-server',
    find: () => firstOf('/usr/bin/redis-server', '/usr/local/bin/redis-server', '/usr/bin/valkey-server'),
  },
  {
    project: 'cluster',
    title: 'nginx',
    variable: 'NGINX',
    package: 'nginx-light',
    find: () => firstOf('/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'),
  },
  {
    project: 'cluster',
    title: 'libfaketime',
    variable: 'FAKETIME_LIBRARY',
    package: 'libfaketime',
    find: () => firstOf(...foldersIn('/usr/lib').map((folder) => join(folder, 'faketime/libfaketimeMT.so.1'))),
  },
  {
    project: 'shell',
    title: 'curl',
    variable: 'CURL',
    package: 'curl',
    find: () => onPath('curl'),
  },
  {
    project: 'shell',
    title: 'jq',
    variable: 'JQ',
    package: 'jq',
    find: () => onPath('jq'),
  },
];

/**
 * Finds each program: the one that its variable names, an installed one, or, as root on Debian, one that is installed
 * now. Without any, one line says so; under CI that is a failure.
 *
 * @returns the variables that say where they are, and what is missing for which tests
 */
export function findPrograms() {
  const environment = {};
  const missing = [];
  for (const program of PROGRAMS) {
    const place = placeOf(program);
    if (place === undefined) missing.push(program);
    else environment[program.variable] = place;
  }
  for (const { title, variable, package: name } of missing)
    process.stderr.write(`${title} is missing: install it (Debian: apt-get install ${name}), or set ${variable}.\n`);
  if (missing.length > 0 && process.env.CI !== undefined) process.exit(1);
  return { environment, missing };
}

function placeOf({ variable, package: name, find }) {
  const named = process.env[variable];
  const found = named !== undefined && existsSync(named) ? named : find();
  if (found !== undefined) return found;
  installOnDebian(name);
  return find();
}

function firstOf(...places) {
  return places.find((place) => existsSync(place));
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return firstOf(...folders.map((folder) => join(folder, name)));
}

/** Debian keeps the programs of each version apart. */
function newestIn(home, within) {
  const [version] = foldersIn(home).toSorted(
    (one, other) => Number(other.split('/').at(-1)) - Number(one.split('/').at(-1)),
  );
  return version === undefined ? undefined : firstOf(join(version, within));
}

function foldersIn(home) {
  return existsSync(home) ? readdirSync(home).map((name) => join(home, name)) : [];
}

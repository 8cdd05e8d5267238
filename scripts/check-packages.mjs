// What the lockfile may hold: exact versions with their checksums, none below a version that mended a known hole, and no
// install script that nobody has allowed or refused by name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './prepare.mjs';

/** The least versions, each for the holes that it mended. */
const FLOORS = {
  // CVE-2026-33151, CVE-2026-69185: packets with unbounded, or no, attachments stop the process.
  'socket.io-parser': '4.2.7',
  // CVE-2026-59725: bad binary polling bodies leave connections open.
  'engine.io': '6.6.7',
  // CVE-2025-15284, CVE-2026-2391, CVE-2026-8723: queries that exhaust memory.
  qs: '6.14.2',
};

/** @returns what is wrong with the lockfile, a sentence each */
export function faultsOfPackages({ packages }, { allowScripts = {} }) {
  return Object.entries(packages).flatMap(([path, { version, integrity, link, hasInstallScript }]) => {
    if (path === '' || link === true) return [];
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const floor = FLOORS[name];
    return [
      integrity === undefined && `${path} has no checksum`,
      floor !== undefined && isBelow(version, floor) && `${path} is ${version}: ${floor} mended a known hole`,
      hasInstallScript === true &&
        !(name in allowScripts) &&
        `${path} has an install script: allow or refuse it by name`,
    ].filter((fault) => fault !== false);
  });
}

function isBelow(version, floor) {
  const [given, least] = [version, floor].map((text) => text.split('-')[0].split('.').map(Number));
  const index = least.findIndex((part, place) => given[place] !== part);
  return index >= 0 && given[index] < least[index];
}

export function checkPackages() {
  const read = (name) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
  const faults = faultsOfPackages(read('package-lock.json'), read('package.json'));
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) checkPackages();

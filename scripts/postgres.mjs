import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installOnDebian } from './debian.mjs';

/** Where Debian keeps the programs of each version. */
const HOME = '/usr/lib/postgresql';

/**
 * The programs of PostgreSQL, of which tests start servers of their own: those that POSTGRES_BIN names, installed ones,
 * or, as root on Debian, ones that are installed now. Without any, one line says so; under CI that is a failure.
 */
export function findPostgres() {
  const found = process.env.POSTGRES_BIN ?? newest();
  if (found !== undefined) return found;
  installOnDebian('postgresql');
  const installed = newest();
  if (installed !== undefined) return installed;

  process.stderr.write(
    'PostgreSQL is missing: install it (Debian: apt-get install postgresql), or set POSTGRES_BIN.\n',
  );
  if (process.env.CI !== undefined) process.exit(1);
  return undefined;
}

function newest() {
  if (!existsSync(HOME)) return undefined;
  const [version] = readdirSync(HOME).toSorted((one, other) => Number(other) - Number(one));
  const bin = join(HOME, version ?? '', 'bin');
  return existsSync(join(bin, 'postgres')) ? bin : undefined;
}

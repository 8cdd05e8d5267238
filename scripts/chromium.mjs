import { existsSync } from 'node:fs';
import { installOnDebian } from './debian.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The Chromium that the browser tests drive: the one that CHROMIUM_PATH names, an installed one, or, as root on Debian,
 * one that is installed now. Without any, one line says so; under CI that is a failure.
 */
export function findChromium() {
  const found = [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return found;
  installOnDebian('chromium');
  const installed = PLACES.find((path) => existsSync(path));
  if (installed !== undefined) return installed;

  process.stderr.write('Chromium is missing: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH.\n');
  if (process.env.CI !== undefined) process.exit(1);
  return undefined;
}

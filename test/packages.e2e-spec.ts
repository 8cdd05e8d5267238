import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultsOfPackages } from '../scripts/check-packages.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const read = (name: string): unknown => JSON.parse(readFileSync(`${ROOT}/${name}`, 'utf8'));

describe('the lockfile', () => {
  it('holds exact versions with checksums, none with a known hole, and no script that nobody allowed', () => {
    expect(faultsOfPackages(read('package-lock.json'), read('package.json'))).toEqual([]);
  });

  it.each([
    [
      { 'node_modules/qs': { version: '6.14.1', integrity: 'x' } },
      'node_modules/qs is 6.14.1: 6.14.2 mended a known hole',
    ],
    [{ 'node_modules/a/node_modules/engine.io': { version: '5.9.9', integrity: 'x' } }, 'engine.io is 5.9.9'],
    [{ 'node_modules/a': { version: '1.0.0' } }, 'node_modules/a has no checksum'],
    [{ 'node_modules/a': { version: '1.0.0', integrity: 'x', hasInstallScript: true } }, 'has an install script'],
  ])('that does not is told of', (packages, fault) => {
    expect(faultsOfPackages({ packages }, { allowScripts: { esbuild: true } })).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it.each(['6.14.2', '6.15.0', '7.0.0'])('may hold qs %s', (version) => {
    expect(faultsOfPackages({ packages: { 'node_modules/qs': { version, integrity: 'x' } } }, {})).toEqual([]);
  });
});

describe('the bill of materials', () => {
  it('names what ships, with version and licence, and nothing else', () => {
    const { status } = spawnSync(process.execPath, ['scripts/sbom.mjs'], { cwd: ROOT });
    expect(status).toBe(0);

    const bill = read('sbom.cdx.json') as { bomFormat: string; components: { name: string; licenses?: unknown[] }[] };

    expect(bill.bomFormat).toBe('CycloneDX');
    const names = bill.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['socket.io', 'jose', 'libsql']));
    expect(names).not.toContain('vitest');
  });
});

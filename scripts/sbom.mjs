// npm run sbom: writes what ships as a CycloneDX bill of materials, sbom.cdx.json.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './prepare.mjs';

const ASKED = ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx', '--sbom-type=application'];
const { stdout, stderr, status } = spawnSync('npm', ASKED, {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
});
if (status !== 0) {
  process.stderr.write(stderr);
  process.exit(status ?? 1);
}
const bill = JSON.parse(stdout);
// npm names the whole after the folder that it is in.
bill.metadata.component.name = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).name;
writeFileSync(join(ROOT, 'sbom.cdx.json'), `${JSON.stringify(bill, undefined, 2)}\n`);
process.stdout.write(`sbom.cdx.json: ${bill.components.length} packages\n`);

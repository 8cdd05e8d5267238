// npm run audit: fails when a package that ships has a known hole of high severity, and when the lockfile holds what it
// may not. A registry that offers no advisories is said to offer none: that is no pass, and no failure either.
import { spawnSync } from 'node:child_process';
import { checkPackages } from './check-packages.mjs';
import { ROOT } from './prepare.mjs';

checkPackages();
const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const report = readReport(stdout);
const { high = 0, critical = 0 } = report?.metadata?.vulnerabilities ?? {};
if (report?.metadata === undefined) {
  process.stdout.write(
    'The registry offers no advisories: nothing is known of holes beyond those in check-packages.mjs.\n',
  );
} else if (high + critical > 0) {
  for (const [name, { severity, range }] of Object.entries(report.vulnerabilities))
    process.stderr.write(`${name} ${range}: ${severity}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write('No known hole of high severity.\n');
}

function readReport(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

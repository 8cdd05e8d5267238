// Packages, format, lint, types and import rules of everything in the repository.
import { checkPackages } from './check-packages.mjs';
import { runPackaged } from './prepare.mjs';

export function checkSources() {
  checkPackages();
  runPackaged('prettier', ['--check', '--log-level', 'warn', '.']);
  runPackaged('oxlint', ['--type-aware', '--deny-warnings']);
  runPackaged('typescript', ['--noEmit', '-p', 'test']);
  runPackaged('typescript', ['--noEmit', '-p', 'src/client']);
  runPackaged('typescript', ['--noEmit', '-p', 'src/demo/page']);
  runPackaged('typescript', ['--noEmit', '-p', 'src/console/page']);
  runPackaged('typescript', ['--noEmit', '-p', 'examples/strategy/typescript']);
  runPackaged('typescript', ['-p', 'examples/strategy/scxml/jsconfig.json']);
  runPackaged('dependency-cruiser', ['src', '--output-type', 'err']);
}

import { Parser } from '@asyncapi/parser';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Something that a checker finds wrong, in a line. */
export type Finding = string;

/** A program of the repository, run to its end. */
export function runProgram(
  script: string,
  args: readonly string[] = [],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  // Redocly tells its maker of each run, and asks whether there is a newer one, unless it is told not to.
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** What Redocly finds in an OpenAPI document: errors and warnings. */
export async function lintOpenApi(file: string): Promise<readonly Finding[]> {
  const { stdout, stderr } = await runProgram(redocly(), ['lint', file, '--format=json']);
  const report: RedoclyReport | undefined = stdout.startsWith('{') ? JSON.parse(stdout) : undefined;
  if (report === undefined) throw new Error(`Redocly did not report: ${stderr}`);
  return report.problems.map(({ ruleId, message, location: [place] }) => `${ruleId}: ${message} ${place?.pointer}`);
}

/** What AsyncAPI's parser finds in a document: errors and warnings. That a newer AsyncAPI exists is neither. */
export async function lintAsyncApi(text: string): Promise<readonly Finding[]> {
  const diagnostics: readonly Diagnostic[] = await new Parser().validate(text);
  return diagnostics
    .filter(({ severity }) => severity <= WARNING)
    .map(({ code, message, path }) => `${code}: ${message} ${path.join('/')}`);
}

const WARNING = 1;

interface Diagnostic {
  readonly code: string | number;
  readonly severity: number;
  readonly message: string;
  readonly path: readonly (string | number)[];
}

interface RedoclyReport {
  readonly problems: readonly {
    readonly ruleId: string;
    readonly message: string;
    readonly location: readonly { readonly pointer?: string }[];
  }[];
}

function redocly(): string {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  return join(dirname(manifest), 'bin/cli.js');
}

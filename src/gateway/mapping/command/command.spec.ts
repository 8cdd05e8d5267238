import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runMappingCommand } from './command.js';

const MAPPING = {
  ixnProfile: { interactionId: '/Interaction/Id', visitId: '/visit', channel: { value: 'chat' } },
  cancelData: { interactionId: '/Interaction/Id' },
};
const PROFILE = { Interaction: { Id: 'i-1', Queue: 'q' }, visit: 'v-1' };

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command on files that hold these, as JSON unless they are texts. */
function run(
  files: readonly unknown[],
  { options = [], environment = {} }: { options?: readonly string[]; environment?: Record<string, string> } = {},
): Ran {
  const directory = mkdtempSync(join(tmpdir(), 'engagement-mapping-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const names = files.map((content, index) => {
    const name = join(directory, `${index}.json`);
    writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
    return name;
  });
  let [out, err] = ['', ''];
  const code = runMappingCommand([...names, ...options], {
    environment,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  return { code, out, err };
}

describe('a sample that the service would take', () => {
  it('is shown as it results, with where it comes from and what is kept', () => {
    const { code, out, err } = run([MAPPING, { ixnProfile: PROFILE }], { options: ['--unknown-fields', 'data'] });

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`The ixnProfile that results:

{
  "interactionId": "i-1",
  "visitId": "v-1",
  "channel": "chat",
  "data": {
    "Interaction": {
      "Queue": "q"
    }
  }
}

The mapping has filled:
  interactionId  /ixnProfile/Interaction/Id
  visitId        /ixnProfile/visit
  channel        a constant of the mapping

Kept in data:
  /ixnProfile/Interaction/Queue

No fault: the service takes it.
`);
  });

  it('is told as JSON too', () => {
    const { out } = run([MAPPING, { ixnProfile: PROFILE }], {
      options: ['--json'],
      environment: { UNKNOWN_FIELDS: 'data' },
    });

    expect(JSON.parse(out)).toEqual({
      parameter: 'ixnProfile',
      value: { interactionId: 'i-1', visitId: 'v-1', channel: 'chat', data: { Interaction: { Queue: 'q' } } },
      origins: { interactionId: '/ixnProfile/Interaction/Id', visitId: '/ixnProfile/visit', channel: null },
      kept: ['/ixnProfile/Interaction/Queue'],
      faults: [],
    });
  });

  it('may be a form, and a cancellation', () => {
    const form = `_scxmleventname=x&cancelData=${encodeURIComponent('{"Interaction":{"Id":"i-1"},"why":"so"}')}\n`;
    const { code, out } = run([MAPPING, form.slice(form.indexOf('cancelData'))], {
      options: ['--unknown-fields=data'],
    });

    expect(code).toBe(0);
    expect(out).toContain('Passed over, since a cancellation keeps no data:\n  /cancelData/why\n');
    expect(run([MAPPING, form], { options: ['--unknown-fields=data'] }).code).toBe(0);
  });

  it('may need no mapping', () => {
    expect(run([{}, { ixnProfile: { interactionId: 'i-1', visitId: 'v-1' } }]).code).toBe(0);
  });
});

describe('a sample that the service would not take', () => {
  it('has every fault listed', () => {
    const { code, out } = run([MAPPING, { ixnProfile: { ...PROFILE, visit: 7 } }]);

    expect(code).toBe(1);
    expect(out).toMatch(
      /\n2 faults, for which the service refuses it:\n {2}\/ixnProfile\/Interaction\/Queue is not.*\n/,
    );
    expect(out).toContain('  /ixnProfile/visit must be a string of 1 to 128 characters');
  });

  it('keeps the bounds of the settings', () => {
    const { code, out } = run([MAPPING, { ixnProfile: PROFILE }], {
      environment: { UNKNOWN_FIELDS: 'data', MAX_DATA_LEVELS: '1' },
    });

    expect(code).toBe(1);
    expect(out).toContain(
      'A fault, for which the service refuses it:\n  /ixnProfile has unknown fields that data cannot keep',
    );
  });

  it.each([null, 'text', []])('may have no object for its parameter: %j', (ixnProfile) => {
    const { code, out } = run([MAPPING, { ixnProfile }], { options: ['--json'] });

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ value: null, faults: [{ pointer: '/ixnProfile' }] });
  });
});

describe('what cannot be tried', () => {
  it.each<readonly [string, readonly unknown[], readonly string[], RegExp]>([
    ['no files', [], [], /^Name a mapping file and a sample.*\n\nnpm run mapping/],
    ['a file too many', [{}, {}, {}], [], /^Name a mapping file and a sample/],
    ['an option that there is not', [{}, {}], ['--loud'], /--loud.*\n\nnpm run mapping/],
    ['a setting that there is not', [{}, {}], ['--unknown-fields=drop'], /^UNKNOWN_FIELDS="drop" will not do/],
    ['a mapping of nothing known', [{ profile: {} }, {}], [], /0\.json will not do: "profile" is no parameter/],
    ['a sample without a parameter', [{}, PROFILE], [], /1\.json is no body of a call: it must be .*ixnProfile/],
    ['a sample that is no JSON', [{}, '{'], [], /1\.json is no body of a call: The body must be JSON text/],
    ['a sample that is a list', [{}, []], [], /1\.json is no body of a call/],
    ['a sample that is not there', [{}], ['/nowhere.json'], /^\/nowhere\.json cannot be read: ENOENT/],
  ])('is said on the other stream, with status 1: %s', (_, files, options, complaint) => {
    const { code, out, err } = run(files, { options });

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(complaint);
  });
});

describe('--help', () => {
  it('says how', () => {
    const { code, out } = run([], { options: ['--help'] });

    expect(code).toBe(0);
    expect(out).toMatch(/^npm run mapping -- <mapping\.json> <sample> \[options\]\n/);
  });
});

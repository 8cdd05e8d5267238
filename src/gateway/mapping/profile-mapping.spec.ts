import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigurationError, readConfiguration } from '../../config/index.js';
import { EngageDto } from '../dto/engage.dto.js';
import { mappedFieldsOf } from './mapped-fields.pipe.js';
import { ProfileMapping } from './profile-mapping.js';

function fileWith(bytes: string | Buffer): string {
  const directory = mkdtempSync(join(tmpdir(), 'engagement-mapping-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'mapping.json');
  writeFileSync(file, bytes);
  return file;
}

const configured = (environment: Readonly<Record<string, string>>): ProfileMapping =>
  ProfileMapping.of(readConfiguration(environment));

describe('a service without a mapping', () => {
  it('reads every parameter as it is', () => {
    expect(configured({})).toEqual({ ixnProfile: undefined, cancelData: undefined });
  });

  it('maps nothing that its file says nothing of', () => {
    const { ixnProfile, cancelData } = configured({
      PROFILE_MAPPING_FILE: fileWith('\ufeff{"cancelData":{"visitId":"/visit"}}'),
    });

    expect(ixnProfile).toBeUndefined();
    expect(cancelData).toBeDefined();
  });

  it('maps both where unknown fields are data', () => {
    expect(Object.values(configured({ UNKNOWN_FIELDS: 'data' }))).not.toContain(undefined);
  });
});

describe('a mapping file that will not do', () => {
  it.each([
    ['{', /it is no JSON text/],
    ['{"ixnProfile":{"visitid":"/v"}}', /"visitid" of ixnProfile is not a field/],
    [Buffer.from([0x7b, 0xff, 0x7d]), /it cannot be read/],
  ])('stops the service with a line that names it and the remedy: %s', (text, why) => {
    const file = fileWith(text);
    let complaint = '';
    try {
      configured({ PROFILE_MAPPING_FILE: file });
    } catch (error) {
      if (error instanceof ConfigurationError) complaint = error.message;
    }

    expect(complaint).toContain(`PROFILE_MAPPING_FILE=${JSON.stringify(file)} will not do: `);
    expect(complaint).toMatch(why);
    expect(complaint).toMatch(/such as \{"ixnProfile": .*docs\/mapping\.md/);
    expect(complaint).not.toContain('\n');
  });

  it('is one that is not there', () => {
    expect(() => configured({ PROFILE_MAPPING_FILE: '/nowhere/mapping.json' })).toThrow(/it cannot be read \(ENOENT/);
  });

  it('does not count on a node that strategies do not call', () => {
    const settings = {
      ...readConfiguration({ PROFILE_MAPPING_FILE: '/nowhere/mapping.json' }),
      roles: ['frontend'] as const,
    };

    expect(ProfileMapping.of(settings)).toEqual({ ixnProfile: undefined, cancelData: undefined });
  });
});

describe('the pipe', () => {
  const about = { type: 'body', metatype: Object, data: undefined } as const;
  const read = (environment: Readonly<Record<string, string>>, body: unknown): unknown => {
    const configuration = readConfiguration(environment);
    const Pipe = mappedFieldsOf(EngageDto, 'ixnProfile');
    return new Pipe(configuration, ProfileMapping.of(configuration)).transform(body, about);
  };

  it('reads a body, after its mapping where it has one', () => {
    const file = fileWith('{"ixnProfile":{"visitId":"/visit"}}');
    const ours = { ixnProfile: { interactionId: 'i-1', visitId: 'v-1' } };

    expect(read({}, ours)).toEqual(ours);
    expect(read({ PROFILE_MAPPING_FILE: file }, { ixnProfile: { interactionId: 'i-1', visit: 'v-1' } })).toEqual(ours);
    expect(() => read({}, { ixnProfile: { interactionId: 'i-1', visit: 'v-1' } })).toThrow('/ixnProfile/visit is not');
  });
});

import { describe, expect, it } from 'vitest';
import { NamedKeys } from './named-keys.js';

const ORCHESTRATION = { name: 'orchestration', key: '7Jq2mXw0c5vRkT9eYbNs3a' };
const REPORTS = { name: 'reports', key: 'Zp8uHd4gLf6iQo1tVxKw2m' };

describe('named keys', () => {
  it('know each key by its name', () => {
    const keys = new NamedKeys([ORCHESTRATION, REPORTS]);

    expect(keys.nameOf(ORCHESTRATION.key)).toBe('orchestration');
    expect(keys.nameOf(REPORTS.key)).toBe('reports');
  });

  it.each(['', 'orchestration', ORCHESTRATION.key.slice(1), `${ORCHESTRATION.key}a`, ORCHESTRATION.key.toLowerCase()])(
    'do not know "%s"',
    (key) => {
      expect(new NamedKeys([ORCHESTRATION, REPORTS]).nameOf(key)).toBeUndefined();
    },
  );

  it('may be replaced: the old ones hold no more', () => {
    const keys = new NamedKeys([ORCHESTRATION]);

    keys.replace([REPORTS]);

    expect(keys.nameOf(ORCHESTRATION.key)).toBeUndefined();
    expect(keys.nameOf(REPORTS.key)).toBe('reports');
  });

  it('keep no key where it could be read', () => {
    expect(JSON.stringify(Object.entries(new NamedKeys([ORCHESTRATION])))).not.toContain(ORCHESTRATION.key);
  });
});

import { describe, expect, it } from 'vitest';
import { nearMissesIn } from './near-misses.js';
import { VARIABLES } from './variables.js';

describe('a variable that is almost a known one', () => {
  it.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASE_ULR', 'DATABASE_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['ALLOWED_ORIGIN', 'ALLOWED_ORIGINS'],
    ['API_KEY', 'API_KEYS'],
    ['API_KEY_FILE', 'API_KEYS_FILE'],
    ['API_KEYS_FILES', 'API_KEYS_FILE'],
    ['OPERATOR_KEY', 'OPERATOR_KEYS'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['log_level', 'LOG_LEVEL'],
    ['LOG-LEVEL', 'LOG_LEVEL'],
    ['ROLE', 'ROLES'],
    ['POTR', 'PORT'],
  ])('%s is told, and what may have been meant: %s', (variable, meant) => {
    expect(nearMissesIn({ [variable]: 'some value' })).toEqual([{ variable, meant }]);
  });

  it('is told without its value', () => {
    expect(JSON.stringify(nearMissesIn({ API_KEY: 'orchestration:secret' }))).not.toContain('secret');
  });

  it('is one of twenty at most', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, count) => [`LOG_LEVE${count % 10}${count}`, '']));

    expect(nearMissesIn(many).length).toBeLessThanOrEqual(20);
  });
});

describe('any other variable', () => {
  it.each([
    'HOME',
    'HOSTNAME',
    'SHELL',
    'PATH',
    'PWD',
    'TERM',
    'USER',
    'LANG',
    'NODE_ENV',
    'PGHOST',
    'PGPORT',
    'REDIS_PORT',
    'REDIS_HOST',
    'POSTGRES_URL',
    'KUBERNETES_PORT',
    'KUBERNETES_SERVICE_HOST',
    'BACKEND_SERVICE_PORT',
    'npm_config_user_agent',
    '',
    'x'.repeat(10_000),
  ])('is nothing to it: %s', (variable) => {
    expect(nearMissesIn({ [variable]: '' })).toEqual([]);
  });

  it('is nothing to it when it is known', () => {
    const known = Object.values(VARIABLES).flatMap(({ name, ...rest }) =>
      'secret' in rest ? [name, `${name}_FILE`] : [name],
    );

    expect(nearMissesIn(Object.fromEntries(known.map((name) => [name, ''])))).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlCommand } from './curl-command.js';

describe('a curl command', () => {
  it.each(["it's", '$HOME `id` "quoted" \\', "''", 'über\nlines'])('hands on %j untouched', (text) => {
    const body = { ixnProfile: { invitation: { title: text } } };

    const command = curlCommand('http://127.0.0.1/engage', body).replace(/^curl/, `printf '%s\\n'`);

    const said = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
    expect(JSON.parse(said.slice(said.indexOf('{')))).toEqual(body);
  });
});

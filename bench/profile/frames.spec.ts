import { describe, expect, it } from 'vitest';
import type { CpuProfile } from './cpu-profile.js';
import { type Frame, sharesOf, threadOf, withoutLeast } from './frames.js';

const HOME = 'file:///home/somebody/gateway';
const MAIN = { name: 'main thread', isStoreThread: false };
const STORE = { name: 'store thread', isStoreThread: true };

interface Called {
  readonly name: string;
  readonly url?: string;
  /** Where it was found, in milliseconds from the start: each holds for one. */
  readonly at?: readonly number[];
  readonly calls?: readonly Called[];
}

/** A profile of ten milliseconds, with a sample at each; what is at none of them is idle. */
function aProfile(...calls: readonly Called[]): CpuProfile {
  const nodes: CpuProfile['nodes'][number][] = [];
  const samples: number[] = Array.from({ length: 10 }, () => 2);
  const add = ({ name, url = '', at = [], calls: below = [] }: Called): number => {
    const id = nodes.length + 1;
    const children: number[] = [];
    nodes.push({ id, callFrame: { functionName: name, url }, children });
    for (const moment of at) samples[moment] = id;
    children.push(...below.map(add));
    return id;
  };
  add({ name: '(root)', calls: [{ name: '(idle)' }, ...calls] });
  return { nodes, startTime: 5_000, endTime: 15_000, samples, timeDeltas: [0, ...Array(9).fill(1_000)] };
}

const ALL = { from: 5_000, to: 15_000 };

/** Names, files and times, as they hang below each other. */
function outlineOf({ name, file, totalMs, children }: Frame): unknown[] {
  return [name, file, totalMs, ...children.map(outlineOf)];
}

describe('a profile of a thread', () => {
  it('counts what is within the span only, and no idle time', () => {
    const profile = aProfile({ name: 'work', url: `${HOME}/dist/a.js`, at: [1, 2, 3, 8] });
    const thread = threadOf(profile, { from: 7_000, to: 11_000 }, MAIN);

    expect(outlineOf(thread.root)).toEqual(['main thread', '', 2, ['work', 'dist/a.js', 2]]);
    expect(thread.busy).toBe(0.5);
  });

  it('counts a sample by the part of it that is within the span', () => {
    const profile = aProfile({ name: 'work', url: `${HOME}/dist/a.js`, at: [1] });

    expect(threadOf(profile, { from: 6_250, to: 11_000 }, MAIN).root.totalMs).toBe(0.75);
  });

  it('makes one frame of the same function in the same file, with all that it has called', () => {
    const profile = aProfile(
      { name: 'a', url: '/x/dist/a.js', calls: [{ name: 'b', url: '/x/dist/b.js', at: [0] }] },
      { name: 'a', url: '/x/dist/a.js', at: [1], calls: [{ name: 'b', url: '/x/dist/b.js', at: [2] }] },
      { name: 'a', url: '/x/dist/other.js', at: [3] },
    );

    expect(outlineOf(threadOf(profile, ALL, MAIN).root)).toEqual([
      'main thread',
      '',
      4,
      ['a', 'dist/a.js', 3, ['b', 'dist/b.js', 2]],
      ['a', 'dist/other.js', 1],
    ]);
  });

  it('leaves out what is too short, without taking its time from its caller', () => {
    const profile = aProfile({ name: 'a', at: [0, 1, 2], calls: [{ name: 'b', at: [3] }] });
    const { root } = threadOf(profile, ALL, MAIN);

    expect(outlineOf(withoutLeast(root, 2))).toEqual(['main thread', '', 4, ['a', '', 4]]);
  });
});

describe('the place of a frame', () => {
  it.each([
    [`${HOME}/dist/gateway/gateway.controller.js`, 'dist/gateway/gateway.controller.js', 'ours'],
    [`${HOME}/node_modules/@nestjs/core/router/router.js`, '@nestjs/core/router/router.js', 'nest'],
    ['/home/somebody/gateway/node_modules/express/lib/application.js', 'express/lib/application.js', 'express'],
    ['/srv/dist/node_modules/router/index.js', 'router/index.js', 'express'],
    ['/srv/node_modules/socket.io/dist/socket.js', 'socket.io/dist/socket.js', 'sockets'],
    ['/srv/node_modules/engine.io/node_modules/ws/lib/sender.js', 'ws/lib/sender.js', 'sockets'],
    ['/srv/node_modules/kysely/dist/index.js', 'kysely/dist/index.js', 'packages'],
    ['node:internal/timers', 'node:internal/timers', 'node'],
    ['/home/somebody/elsewhere.js', 'elsewhere.js', 'ours'],
    ['', '', 'node'],
  ])('of %j tells nothing of the machine', (url, file, origin) => {
    const { root } = threadOf(aProfile({ name: 'work', url, at: [0] }), ALL, MAIN);

    expect(root.children).toMatchObject([{ file, origin }]);
  });

  it('is the store thread there, with the database that has no file', () => {
    const native = { name: 'exec', at: [0, 1] };
    const libsql = { name: 'run', url: '/srv/node_modules/libsql/index.js', at: [2], calls: [native] };
    const ours = { name: 'commit', url: '/srv/dist/store/sqlite/group-commit.js', calls: [libsql] };
    const { root } = threadOf(aProfile(ours, { name: '(garbage collector)', at: [3] }), ALL, STORE);

    expect(sharesOf(root)).toMatchObject({ store: 0.75, garbage: 0.25, ours: 0, packages: 0, node: 0 });
  });
});

describe('shares of origins', () => {
  it('are of the time in which they ran themselves, and add up to all of it', () => {
    const push = {
      name: 'push',
      url: '/srv/node_modules/ws/lib/sender.js',
      at: [0, 1, 2],
      calls: [{ name: 'writev', at: [3, 4] }],
    };
    const { root } = threadOf(aProfile({ name: 'engage', url: '/srv/dist/a.js', at: [5], calls: [push] }), ALL, MAIN);
    const shares = sharesOf(root);

    expect(shares).toMatchObject({ ours: 1 / 6, sockets: 0.5, node: 1 / 3 });
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  });
});

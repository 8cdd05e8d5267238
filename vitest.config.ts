import { defineConfig } from 'vitest/config';

/** Needs programs that are not everywhere. */
const SHELL = 'test/examples/shell.e2e-spec.ts';

/** These measure how long somebody waits, and have the machine to themselves. */
const MEASURING = [
  'test/bench/**/*.e2e-spec.ts',
  'test/limits/fairness.e2e-spec.ts',
  'test/limits/overload.e2e-spec.ts',
  'test/operations/forgetting.e2e-spec.ts',
  'test/store/store-thread.e2e-spec.ts',
];

/** Unit tests run on the sources; what crosses a boundary runs on the built service, which is what ships. */
export default defineConfig({
  // Tests are outside of what tsconfig.json builds, and would have no decorators otherwise.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    // Those that run side by side wait, most of the time.
    maxConcurrency: 8,
    // Patience, not a measure: a machine may have others to serve.
    expect: { poll: { timeout: 15_000 } },
    // So do files: for timers, for sockets, for processes that start.
    maxWorkers: 2,
    reporters: ['default', './scripts/summary-reporter.mjs'],
    projects: [
      {
        extends: true,
        // They share what they import: most of their time would go into loading it again for each file.
        test: {
          name: 'unit',
          include: ['src/**/*.spec.ts', 'bench/**/*.spec.ts'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['test/**/*.e2e-spec.ts'],
          exclude: ['test/cluster/**', SHELL, ...MEASURING],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'measuring',
          include: MEASURING,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: { name: 'shell', include: [SHELL], testTimeout: 120_000, hookTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.e2e-spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        // Run by npm run bench only.
        test: { name: 'bench', include: ['bench/**/*.bench.ts'], fileParallelism: false },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.browser-spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
    server: { deps: { external: [/\/dist\//] } },
  },
});

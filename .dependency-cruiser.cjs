/** Which way imports point. Each rule says why. */
const outside = (...folders) => `^src/(?!(?:${folders.join('|')})/)`;

module.exports = {
  forbidden: [
    {
      name: 'contract-imports-nothing',
      comment: 'Wire types are shared with the browser: they must not drag the service along.',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: { pathNot: '^src/contract/' },
    },
    {
      name: 'domain-knows-no-transport-and-no-storage',
      comment: 'The domain announces what happened; who tells it on, and where it is kept, is not its concern.',
      severity: 'error',
      from: { path: '^src/engagement/', pathNot: '\\.spec\\.ts$' },
      to: { path: outside('engagement', 'contract', 'config') },
    },
    {
      name: 'lifecycle-stands-alone',
      comment: 'The lifecycle is data: it can be read, and tested, by itself.',
      severity: 'error',
      from: { path: '^src/engagement/lifecycle\\.ts$' },
      to: { pathNot: '^src/contract/' },
    },
    {
      name: 'store-serves-the-domain-only',
      comment: 'The store implements the domain’s port and knows nothing of who asks.',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: outside('store', 'engagement', 'contract', 'config') },
    },
    {
      name: 'only-the-application-picks-a-store',
      comment:
        'Everyone else speaks to the AttemptStore port. The command line works on a database also without the service.',
      severity: 'error',
      from: { path: outside('store', 'commands'), pathNot: '^src/app(\\.module)?\\.ts$' },
      to: { path: '^src/store/' },
    },
    {
      name: 'edges-do-not-know-each-other',
      comment: 'REST and sockets meet in the domain.',
      severity: 'error',
      from: { path: '^src/(gateway|frontend|demo)/' },
      to: { path: '^src/(gateway|frontend|demo)/', pathNot: '^src/$1/' },
    },
    {
      name: 'client-knows-the-contract-only',
      comment: 'It runs in the visitor’s browser.',
      severity: 'error',
      from: { path: '^src/client/' },
      to: { path: outside('client', 'contract') },
    },
    {
      name: 'faces-only',
      comment: 'A folder shows its face in index.ts (the domain, also in model.ts); nobody imports past it.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/(?!contract/)[^/]+/(?!index\\.ts$|model\\.ts$).+', pathNot: '^src/$1/' },
    },
    {
      name: 'sockets-only-at-the-frontend',
      comment: 'Socket.IO is how frontends are reached, and nothing else is.',
      severity: 'error',
      from: { path: '^src/(?!frontend/|client/)' },
      to: { path: 'node_modules/(socket\\.io|@nestjs/websockets|@nestjs/platform-socket\\.io)/' },
    },
    {
      name: 'drivers-only-in-the-store',
      comment: 'Which database it is shows in one folder.',
      severity: 'error',
      from: { path: outside('store') },
      to: { path: 'node_modules/(libsql|kysely|pg)/' },
    },
    {
      name: 'nodes-speak-through-the-cluster',
      comment: 'How nodes reach each other shows in one folder, which serves the domain’s feed.',
      severity: 'error',
      from: { path: '^src/cluster/' },
      to: { path: outside('cluster', 'engagement', 'config') },
    },
    {
      name: 'redis-only-between-nodes',
      comment: 'It carries hints from node to node; what counts is in the store.',
      severity: 'error',
      from: { path: outside('cluster') },
      to: { path: 'node_modules/@redis/' },
    },
    {
      name: 'no-cycles',
      comment: 'What depends on each other is one thing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'What nobody uses goes.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.(spec|worker)\\.ts$|^src/(main|cli)\\.ts$|/page/|\\.d\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};

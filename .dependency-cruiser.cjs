// Who may import whom: the table of docs/architecture.md. What a row does not name is forbidden.

// Tests and what only they use look wherever they need to.
const test = '\\.test\\.ts$|^src-main/(runs|app|practice|projects|store|designs|contract/lab|shells/web)/testing/|^src-renderer/testing/'
const main = (...paths) => paths.map((path) => `^src-main/${path}`)

/** Imports within src-main: a zone may import itself and `allowed`. */
const zone = (name, from, allowed, comment, pathNot = []) => ({
  name: `zone-${name}`,
  comment,
  severity: 'error',
  from: { path: main(from), pathNot: [test, ...pathNot] },
  to: { path: '^(src-main|src-renderer|tools|e2e)/', pathNot: main(from, ...allowed) },
})

/** Packages and Node's own modules that a zone may use; none by default. */
const packages = (name, from, allowed, pathNot = []) => ({
  name: `packages-${name}`,
  severity: 'error',
  from: { path: from, pathNot: [test, ...pathNot] },
  to: {
    couldNotResolve: false,
    dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core', 'unknown', 'undetermined'],
    pathNot: allowed,
  },
})
const npm = (...names) => names.map((name) => `(^|/)node_modules/${name}/|^${name}$`)
const node =
  '^(node:)?(assert|async_hooks|buffer|child_process|crypto|events|fs|http|https|module|net|os|path|perf_hooks|process|readline|sqlite|stream|string_decoder|timers|tty|url|util|v8|vm|worker_threads|zlib)(/|$)'

const engineModule = '^src-main/engine/modules/([^/]+)/'

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: ['^virtual:', '\\?'] } },
    {
      name: 'no-tests-in-production',
      severity: 'error',
      from: { pathNot: [test, '^e2e/'] },
      to: { path: test, dependencyTypesNot: ['dynamic-import'] },
    },

    zone('contract', 'contract/', []),
    zone('knowledge', 'knowledge/', ['contract/']),
    zone('core', 'engine/core/', ['engine/models/', 'contract/', 'knowledge/']),
    zone('models', 'engine/models/', ['contract/', 'knowledge/']),
    zone('reads', 'engine/reads/', ['engine/core/', 'engine/models/', 'contract/', 'knowledge/']),
    zone('engine-face', 'engine/[^/]+\\.ts$', [
      'engine/core/',
      'engine/models/',
      'engine/reads/',
      'engine/state/',
      'engine/modules/',
      'contract/',
      'knowledge/',
    ]),
    zone('state', 'engine/state/', ['engine/core/', 'engine/models/', 'engine/reads/', 'engine/modules/', 'contract/', 'knowledge/']),
    zone('modules', 'engine/modules/', ['engine/core/', 'engine/models/', 'engine/reads/', 'contract/', 'knowledge/']),
    {
      name: 'module-never-another-module',
      severity: 'error',
      from: { path: engineModule, pathNot: [test] },
      to: { path: '^src-main/engine/modules/', pathNot: ['^src-main/engine/modules/$1/'] },
    },
    {
      name: 'policy-is-pure',
      comment: 'Data in, plan and reasons out.',
      severity: 'error',
      from: { path: '^src-main/engine/modules/[^/]+/policy/', pathNot: [test] },
      to: { path: '^src-main/', pathNot: main('contract/', 'engine/models/', 'engine/modules/[^/]+/policy/') },
    },
    zone('testing', 'engine/testing/', ['engine/', 'contract/', 'knowledge/']),
    {
      name: 'testing-only-for-tests-and-cli',
      severity: 'error',
      from: { pathNot: [test, '^src-main/engine/testing/', '^src-main/shells/cli/'] },
      to: { path: '^src-main/engine/testing/' },
    },
    zone('expectations', 'expectations/', ['contract/']),
    zone('practice', 'practice/', ['engine/index\\.ts$', 'expectations/', 'contract/', 'knowledge/']),
    zone('runs', 'runs/', ['engine/index\\.ts$', 'contract/']),
    zone('store', 'store/', ['runs/store-port\\.ts$', 'practice/attempts/store-port\\.ts$', 'contract/']),
    zone('comparisons', 'comparisons/', ['runs/', 'engine/index\\.ts$', 'contract/']),
    zone('reports', 'reports/', ['contract/']),
    zone('designs', 'designs/', ['contract/']),
    zone('practice-bank', 'practice/bank/', ['contract/']),
    zone('projects', 'projects/', [
      'practice/(attempts|predict)/',
      'reports/',
      'comparisons/',
      'designs/',
      'runs/',
      'engine/index\\.ts$',
      'contract/',
    ]),
    zone('sweeps', 'sweeps/', ['runs/', 'engine/index\\.ts$', 'contract/']),
    zone('inventory', 'inventory/', ['contract/']),
    zone('app', 'app/', [
      'runs/',
      'store/',
      'projects/',
      'designs/',
      'sweeps/',
      'inventory/',
      'engine/index\\.ts$',
      'knowledge/',
      'contract/',
      'expectations/',
      'practice/',
    ]),
    zone('electron', 'shells/electron/', ['app/', 'contract/', 'shells/cli/']),
    zone('web', 'shells/web/', ['app/', 'contract/']),
    zone('cli', 'shells/cli/', [
      'app/',
      'comparisons/',
      'contract/',
      'engine/index\\.ts$',
      'engine/testing/',
      'expectations/',
      'inventory/',
      'knowledge/',
      'practice/',
      'runs/',
      'store/',
      'projects/',
      'sweeps/',
      'shells/web/',
    ]),
    {
      name: 'window-knows-only-the-contract',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: [test] },
      to: { path: '^(src-main|tools|e2e)/', pathNot: '^src-main/contract/' },
    },
    {
      name: 'graph-data-is-pure',
      comment: 'elements, diff and style are functions from data to data.',
      severity: 'error',
      from: { path: '^src-renderer/graph/(elements|diff|style)', pathNot: [test] },
      to: { path: [...npm('vue', '@vue', 'cytoscape', 'pinia'), '\\.vue$'], dependencyTypesNot: ['type-only'] },
    },

    packages('contract', '^src-main/contract/', npm('zod'), ['^src-main/contract/lab/parse\\.ts$']),
    packages('contract-parse', '^src-main/contract/lab/parse\\.ts$', npm('zod', 'yaml')),
    packages('designs', '^src-main/designs/', npm('yaml')),
    packages('practice', '^src-main/practice/', npm('ts-fsrs')),
    packages('pure', '^src-main/(knowledge|engine|expectations|reports|practice/bank)/', ['^nothing$'], []),
    packages('runs-app', '^src-main/(runs|comparisons|projects|sweeps|app)/', [node]),
    packages('inventory', '^src-main/inventory/(?!read/|testing/)', ['^nothing$']),
    packages('inventory-read', '^src-main/inventory/(read|testing)/', [node, ...npm('yauzl', '@types/yauzl', 'csv-parse')]),
    packages('store', '^src-main/store/', [node, ...npm('better-sqlite3', '@types/better-sqlite3')]),
    packages('web', '^src-main/shells/web/', [node, ...npm('ws', '@types/ws', 'zod')]),
    packages('cli', '^src-main/shells/cli/', [node]),
    packages('electron', '^src-main/shells/electron/', [node, ...npm('electron')]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^out/', '^node_modules/\\.cache'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.vue', '.json'],
    },
  },
}

/**
 * The ways into Hostdown. `open` gives `make`, which draws an input; `try`, which hands it over and gives what became of it (`refused`, `taken`) or
 * throws what must not be; `show`, its files; and `close`.
 */
const targets = {
  labs: () => import('./labs.mjs'),
  projects: () => import('./projects.mjs'),
  rvtools: () => import('./rvtools.mjs'),
  api: () => import('./api.mjs'),
  database: () => import('./database.mjs'),
  traces: () => import('./traces.mjs'),
  windows: () => import('./windows.mjs'),
}

export const targetNames = Object.keys(targets)

export const openTarget = async (name) => (await targets[name]()).open()

// The command line: sets up what is missing, then runs out/main/cli.js on the pinned Node.
// `npm run` puts the pinned Node first on the PATH, so the usual call needs no second process.
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, 'node_modules', '.cache', 'compiled')
// First, so that what follows comes out of it too; Node 20 has none.
module.enableCompileCache?.(cache)
const { ensureBuilt, ensureDeps, main, node24 } = await import('./bootstrap.mjs')

await main(async (args) => {
  ensureDeps()
  // Only serve shows the window.
  ensureBuilt(args[0] === 'serve' ? 'all' : 'main')
  const cli = join(root, 'out', 'main', 'cli.js')
  const node = node24()
  if (process.versions.node.startsWith('24.') || node === process.execPath) {
    process.argv[1] = cli
    await import(pathToFileURL(cli).href)
    return undefined
  }
  const { runChild } = await import('./child.mjs')
  return runChild(node, [cli, ...args], { env: { ...process.env, NODE_COMPILE_CACHE: cache } })
})

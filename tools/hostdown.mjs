// The command line: sets up what is missing, then runs out/main/cli.js on the pinned Node.
// `npm run` puts the pinned Node first on the PATH, so the usual call needs no second process.
import { existsSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SetupError, ensureBuilt, ensureDeps, main, node24, root } from './bootstrap.mjs'

await main(async (args) => {
  ensureDeps()
  // Only serve shows the window.
  ensureBuilt(args[0] === 'serve' ? 'all' : 'main')
  const cli = join(root, 'out', 'main', 'cli.js')
  if (!existsSync(cli)) throw new SetupError('This checkout has no command line (src-main/shells/cli/main.ts)')
  const cache = join(root, 'node_modules', '.cache', 'compiled')
  const node = node24()
  if (process.versions.node.startsWith('24.') || node === process.execPath) {
    module.enableCompileCache(cache)
    process.argv[1] = cli
    await import(pathToFileURL(cli).href)
    return undefined
  }
  const { runChild } = await import('./child.mjs')
  return runChild(node, [cli, ...args], { env: { ...process.env, NODE_COMPILE_CACHE: cache } })
})

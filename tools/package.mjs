// `npm run package`: installers for this system, in dist/. Further arguments go to electron-builder (--win, --mac, --linux, --dir, --x64, …).
// It fetches Electron and its own tools; nothing is published.
import { join } from 'node:path'
import { runChild } from './child.mjs'
import { childEnv, ensureBuilt, ensureDeps, main, node24, root, tool } from './bootstrap.mjs'

await main((args) => {
  ensureDeps()
  ensureBuilt('all')
  const builder = [tool('electron-builder/cli.js'), '--config', join(root, 'electron-builder.yml'), '--publish', 'never', ...args]
  return runChild(node24(), builder, { cwd: root, env: childEnv() })
})

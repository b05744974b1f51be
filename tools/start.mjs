// `npm start`: the application. Electron where there is a display and a binary, else the web shell on loopback.
// --web or --electron force one; everything else (--port N, --no-open, --data DIR, a lab file) is passed on.
import { join } from 'node:path'
import { runChild } from './child.mjs'
import { SetupError, childEnv, electronBinary, ensureBuilt, ensureDeps, main, node24, root, say } from './bootstrap.mjs'

/** Why Electron cannot be used here, or null. */
function obstacle() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'There is no display'
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'Electron does not run as root'
  return null
}

await main(async (args) => {
  const rest = args.filter((arg) => arg !== '--web' && arg !== '--electron')
  const forced = args.includes('--electron')
  ensureDeps()
  ensureBuilt('all')
  const web = () => runChild(node24(), [join(root, 'out', 'main', 'web.js'), ...rest], { env: childEnv() })
  if (args.includes('--web')) return web()

  const why = forced ? null : obstacle()
  const electron = why === null ? electronBinary({ install: true }) : null
  if (electron === null) {
    const reason = why ?? 'Electron could not be downloaded'
    if (forced) throw new SetupError(reason)
    say(`${reason}; using the browser instead`)
    return web()
  }
  const started = Date.now()
  const status = await runChild(electron, [root, ...rest], { env: childEnv() })
  // Missing system libraries or a refused sandbox end it at once; 0, 2 and 3 are its own verdicts, above 128 it was told to end.
  const ownVerdict = [0, 2, 3, 130, 143].includes(status)
  if (ownVerdict || forced || Date.now() - started > 5000) return status
  say(`Electron ended at once (exit ${status}); using the browser instead`)
  return web()
})

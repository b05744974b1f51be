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

const help = `npm start -- [LAB or PROJECT FILE] [options]: opens Hostdown, in a window of its own where there is Electron and a display, else in the browser

  --web        in the browser
  --electron   in a window of its own, or not at all
  --port N     of the browser's address; default: any that is free
  --no-open    prints the address and opens no browser
  --data DIR   the data folder; default: HOSTDOWN_DATA, else Hostdown in the system's place for application data

npm run hostdown -- --help tells of the command line.
`

await main(async (args) => {
  const end = args.indexOf('--')
  if ((end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(help)
    return 0
  }
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

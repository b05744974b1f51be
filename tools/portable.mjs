// `npm run portable`: dist/hostdown-VERSION-portable.zip, the browser's Hostdown for any system that has Node 22.12 or later. Nothing is installed.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, ensureDeps, main, root, say } from './bootstrap.mjs'
import { closure, loadedPackages } from './shipped.mjs'
import { zipOf } from './zip-file.mjs'

/** What of a package is for whoever compiles it, or reads it. */
const notShipped = { 'better-sqlite3': /^(src|deps)\/|^binding\.gyp$/ }
/** Its one dependency is a set of C++ headers. */
const headersOnly = new Set(['node-addon-api'])

const startFile = (entry) => `// Needs Node 22.12 or later and nothing else.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(\`Hostdown needs Node 22.12 or later; this is \${process.version}\`)
  process.exit(3)
}
const entry = new URL('./out/main/${entry}.js', import.meta.url)
process.argv[1] = (await import('node:url')).fileURLToPath(entry)
await import(entry.href)
`

const readme = (version) => `Hostdown ${version}, for any system with Node 22.12 or later (https://nodejs.org)

  node hostdown.mjs                     opens Hostdown in the browser
  node hostdown.mjs my.lab.yaml         opens a lab (--port N, --no-open, --data DIR)
  node hostdown-cli.mjs run my.lab.yaml the command line (--help lists it)

The address that it prints works on this machine only, for whoever has it. Nothing is sent anywhere.
LICENSE is Hostdown's; out/licences.json has those of what it is made from.
`

/** [path in the archive, content], in the order of the paths. */
export function portableFiles(project = root) {
  const self = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
  const files = new Map()
  const addFile = (path) => files.set(path, readFileSync(join(project, path)))
  const addFolder = (folder, wanted = () => true) => {
    for (const entry of readdirSync(join(project, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue
      const path = relative(project, join(entry.parentPath, entry.name)).split(sep).join('/')
      if (wanted(path.slice(folder.length + 1))) addFile(path)
    }
  }
  addFolder('out/main', (path) => path !== 'index.js')
  addFolder('out/renderer')
  addFolder('resources/exam')
  addFolder('resources/guided')
  addFolder('resources/samples')
  addFolder('resources/templates')
  for (const path of ['out/licences.json', 'resources/lab.schema.json', 'LICENSE']) addFile(path)
  const packages = closure(project, loadedPackages(join(project, 'out', 'main'))).filter(({ manifest }) => !headersOnly.has(manifest.name))
  for (const { folder, manifest } of packages)
    addFolder(relative(project, folder).split(sep).join('/'), (path) => !notShipped[manifest.name]?.test(path) && !path.startsWith('node_modules/'))
  const { name, productName, version, description, license, type } = self
  const put = (path, text) => files.set(path, Buffer.from(text))
  put(
    'package.json',
    `${JSON.stringify({ name, productName, version, description, license, type, private: true, engines: { node: '>=22.12' } }, null, 2)}\n`,
  )
  put('hostdown.mjs', startFile('web'))
  put('hostdown-cli.mjs', startFile('cli'))
  put('README.txt', readme(version))
  return { folder: `hostdown-${version}`, files: [...files].sort(([a], [b]) => (a < b ? -1 : 1)) }
}

export function writePortable(target) {
  const { folder, files } = portableFiles()
  const path = join(target, `${folder}-portable.zip`)
  mkdirSync(target, { recursive: true })
  writeFileSync(path, zipOf(files.map(([name, content]) => [`${folder}/${name}`, content])))
  return path
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await main(() => {
    ensureDeps()
    ensureBuilt('all')
    say(writePortable(join(root, 'dist')))
    return 0
  })

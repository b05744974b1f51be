// What the installers would hold, as far as it can be known without Electron's binary: electron-builder packs the built program around a stand-in.
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '..')
const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'))

describe('the packed program', () => {
  let folder
  let resources
  let asar
  let files
  /** What Electron's binary has where its fuses are (@electron/fuses): a mark, version 1, the number of fuses, one sign for each. */
  const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hostdown-pack-'))
    const electron = join(folder, 'electron')
    mkdirSync(join(electron, 'resources'), { recursive: true })
    mkdirSync(join(electron, 'locales'))
    writeFileSync(join(electron, 'electron'), Buffer.concat([Buffer.from(mark), Buffer.from([1, 8]), Buffer.from('10110000')]), { mode: 0o755 })
    for (const name of ['chrome_crashpad_handler', 'chrome-sandbox', 'version', 'LICENSE', 'LICENSES.chromium.html'])
      writeFileSync(join(electron, name), '')
    const { build, Platform, Arch } = require('electron-builder')
    await build({
      projectDir: root,
      targets: Platform.LINUX.createTarget('dir', Arch.x64),
      config: { ...config, electronDist: electron, directories: { ...config.directories, output: join(folder, 'dist') } },
      publish: 'never',
    })
    resources = join(folder, 'dist', 'linux-unpacked', 'resources')
    asar = await import('@electron/asar')
    files = asar.listPackage(join(resources, 'app.asar')).map((path) => path.replaceAll('\\', '/').slice(1))
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has entry, workers, preload, window, samples, licences, and what the built files load', () => {
    const manifest = JSON.parse(asar.extractFile(join(resources, 'app.asar'), 'package.json').toString())
    expect(files).toContain(manifest.main)
    const needed = [
      ...listed('out/main').filter((path) => !/^out\/main\/(web|cli)\.js$/.test(path)),
      ...listed('out/preload'),
      ...listed('out/renderer'),
      ...listed('resources/exam'),
      ...listed('resources/guided'),
      ...listed('resources/samples'),
      ...listed('resources/templates'),
      'out/licences.json',
      'LICENSE',
      'node_modules/better-sqlite3/lib/index.js',
    ]
    expect(needed.length).toBeGreaterThan(15)
    expect(needed).toEqual(expect.arrayContaining(['out/main/run.worker.js', 'out/preload/index.cjs', 'out/renderer/index.html']))
    expect(needed.filter((path) => !files.includes(path))).toEqual([])
  })

  it('has nothing that it does not use', () => {
    const modules = new Set(files.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/@]+)/.exec(path)?.[1] ?? []))
    expect([...modules].sort()).toEqual(['better-sqlite3', 'csv-parse', 'pend', 'ws', 'yauzl'])
    const stray = files.filter((path) => /\.(test|spec)\.|\.map$|\.tsx?$|^(src-|e2e|tools|docs|\.)|conformance|better-sqlite3\/(src|deps)/.test(path))
    expect(stray).toEqual([])
  })

  it('has the native module outside the archive, where the system can load it', () => {
    const unpacked = join(resources, 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds')
    for (const name of ['linux-x64.node', 'linux-arm64.node']) expect(statSync(join(unpacked, name)).size).toBeGreaterThan(100_000)
  })

  it('has its fuses set', () => {
    const binary = readFileSync(join(folder, 'dist', 'linux-unpacked', 'hostdown')).toString('latin1')
    // runAsNode, cookies, NODE_OPTIONS, --inspect, integrity, only from the archive, snapshot, file://.
    expect(binary.slice(mark.length + 2)).toBe('01001100')
  })

  const listed = (path) =>
    readdirSync(join(root, path), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      )
})

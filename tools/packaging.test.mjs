import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { icnsOf, icoOf } from './icon-files.mjs'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '..')
const read = (path) => readFileSync(join(root, path))
const config = parse(read('electron-builder.yml').toString())
const fromBuilder = createRequire(require.resolve('app-builder-lib/package.json'))

describe('electron-builder.yml', () => {
  const schema = JSON.parse(readFileSync(join(dirname(require.resolve('app-builder-lib/package.json')), 'scheme.json'), 'utf8'))

  it('follows the schema of electron-builder', () => {
    const Ajv = fromBuilder('ajv').default ?? fromBuilder('ajv')
    const validate = new Ajv({ allErrors: true, strict: false }).addKeyword('typeof').compile(schema)
    expect(validate(config) ? [] : validate.errors).toEqual([])
    expect(validate({ ...config, noSuchKey: 1 })).toBe(false)
  })

  it('sets every fuse that there is', () => {
    expect(Object.keys(config.electronFuses).sort()).toEqual(Object.keys(schema.definitions.FuseOptionsV1.properties).sort())
    const on = Object.entries(config.electronFuses).flatMap(([name, value]) => (value ? [name] : []))
    expect(on.sort()).toEqual(['enableCookieEncryption', 'enableEmbeddedAsarIntegrityValidation', 'onlyLoadAppFromAsar', 'resetAdHocDarwinSignature'])
    const documented = read('docs/security.md').toString()
    for (const name of Object.keys(config.electronFuses)) expect(documented, name).toContain(name)
  })

  it('names files that are there', () => {
    for (const path of [config.win.icon, config.mac.icon, config.linux.icon, config.directories.buildResources])
      expect(existsSync(join(root, path)), path).toBe(true)
  })
})

describe('icons', () => {
  const png = Buffer.from('89504e470d0a1a0a', 'hex')
  const sizeOf = (picture) => [picture.readUInt32BE(16), picture.readUInt32BE(20)]

  it('ico: every entry is a PNG of its size', () => {
    const ico = read('build/icon.ico')
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const at = 6 + 16 * index
      const picture = ico.subarray(ico.readUInt32LE(at + 12), ico.readUInt32LE(at + 12) + ico.readUInt32LE(at + 8))
      expect(picture.subarray(0, 8)).toEqual(png)
      expect(sizeOf(picture)).toEqual([ico.readUInt8(at) || 256, ico.readUInt8(at + 1) || 256])
      return ico.readUInt8(at) || 256
    })
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256])
  })

  it('icns: its chunks fill it, each a PNG', () => {
    const icns = read('build/icon.icns')
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length])
    const types = {}
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      const picture = icns.subarray(at + 8, at + icns.readUInt32BE(at + 4))
      expect(picture.subarray(0, 8)).toEqual(png)
      types[icns.toString('latin1', at, at + 4)] = sizeOf(picture)[0]
    }
    expect(types).toMatchObject({ icp4: 16, ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 })
  })

  it('are made from what they are given', () => {
    expect(icoOf(new Map([[256, Buffer.from('x')]])).toString('hex')).toBe('00000100010000000000010020000100000016000000' + '78')
    expect(icnsOf(new Map([[16, Buffer.from('xy')]])).toString('latin1')).toBe('icns\0\0\0\x12icp4\0\0\0\nxy')
  })

  it('Linux: a PNG for each size, named by it', () => {
    for (const name of readdirSync(join(root, 'build', 'icons'))) {
      const [size] = sizeOf(read(join('build', 'icons', name)))
      expect(name).toBe(`${size}x${size}.png`)
    }
  })
})

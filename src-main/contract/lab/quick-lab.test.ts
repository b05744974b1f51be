import { readFileSync, readdirSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { quickLab } from './quick-lab.ts'
import { quickYaml } from './quick-yaml.ts'
import { zodOf } from './schema.ts'
import { hostSchema } from './host.ts'

const resources = new URL('../../../resources/', import.meta.url)
const labs = readdirSync(resources, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.lab\.yaml$/.test(name))
  .map((name): [string, string] => [name, readFileSync(new URL(name.replaceAll('\\', '/'), resources), 'utf8')])
const sound = 'hostdown: 1\nname: x\nhosts:\n  - { name: h, cpu: { sockets: 1, coresPerSocket: 1, mhz: 1 }, memoryMiB: 64 }\n'

// In this order: parse.ts brings zod, and the first tests show that nothing needs it.
describe('the quick way to a lab', () => {
  it('does without zod, and leaves to others what it would need zod for', () => {
    expect(() => zodOf(hostSchema)).toThrow('zod is not loaded')
    expect(quickLab(sound, null)?.hosts[0]?.name).toBe('h')
    expect(quickLab(sound.replace('memoryMiB: 64', 'memoryMiB: many'), null)).toBeNull()
    expect(quickLab(`${sound}limits: none\n`, null)).toBeNull()
    expect(quickLab(sound.replace('name: h,', 'name: h, hots: 1,'), null)).toBeNull()
    expect(quickLab(`${sound}datastores: [{ name: d, hosts: [g] }]\n`, null)).toBeNull()
    expect(quickLab('- a', null)).toBeNull()
    const migrating = (args: string): string =>
      `${sound}vms: [{ name: v, vcpus: 1, memoryMiB: 4 }]\ntimeline: [{ at: 1s, do: vm.migrate, vm: v${args} }]\n`
    expect(quickLab(migrating(', host: h'), null)?.timeline).toHaveLength(1)
    expect(quickLab(migrating(''), null)).toBeNull()
  })

  it('comes to the same labs', async () => {
    const quick = labs.map(([, text]) => quickLab(text, null))
    const { parseLab } = await import('./parse.ts')
    const found = labs.flatMap(([name, text], i) => {
      const lab = quick[i] ?? null
      // JSON takes the other way. That the text says so is shown by the tests of `quickYaml`.
      return lab === null ? [] : [{ name, quick: lab, whole: parseLab(JSON.stringify(quickYaml(text))) }]
    })
    // The others are refused, or warn.
    expect(found.length).toBeGreaterThan(labs.length * 0.97)
    for (const { name, quick: lab, whole } of found) {
      const expected = { ok: true, lab, warnings: [] }
      // Much faster, and says nothing of what differs.
      if (!isDeepStrictEqual(whole, expected)) expect({ name, ...whole }).toEqual({ name, ...expected })
    }
  })
})

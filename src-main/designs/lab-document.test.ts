import { describe, expect, it } from 'vitest'
import { parseLab } from '../contract/lab/parse.ts'
import { readDocument } from './read.ts'
import { edited, lab, open } from './testing/edited-lab.ts'

describe('reading and writing', () => {
  it('takes this file as it is', () => {
    expect(parseLab(lab)).toMatchObject({ ok: true })
    const document = open(lab)
    expect(document.text).toBe(lab)
    expect(document.with([]).text).toBe(lab)
  })

  it('changes the lines that it has to, and keeps every comment', () => {
    const { text } = edited(lab, { do: 'set', kind: 'host', names: ['esx-02'], key: ['memoryMiB'], value: 131_072 })
    expect(text).toBe(
      lab.replace(
        '{ name: esx-02, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262144 }',
        '{ name: esx-02, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 131072 }',
      ),
    )
    const added = edited(lab, { do: 'set', kind: 'host', names: ['esx-01', 'esx-03'], key: ['faultDomain'], value: 'Rack 1' })
    expect(added.text).toContain('memoryMiB: 262144, faultDomain: Rack 1 }\n')
    expect(added.text).toContain('    memoryMiB: 524288\n    faultDomain: Rack 1\n')
    const gone = edited(added.text, { do: 'set', kind: 'host', names: ['esx-01', 'esx-03'], key: ['faultDomain'] })
    expect(gone.text).toBe(lab)
    for (const comment of lab.match(/#.*/g) ?? []) expect(added.text).toContain(comment)
  })

  it('keeps the comments around what is added and taken away', () => {
    const { text } = edited(
      lab,
      { do: 'remove', kind: 'host', names: ['esx-02'] },
      { do: 'add', kind: 'host', entry: { name: 'esx-04', cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65_536 } },
      { do: 'add', kind: 'vm', entry: { name: 'new', vcpus: 1, memoryMiB: 1024 } },
    )
    for (const comment of ['# bought in 2021', '# bought in 2024', '# The hosts', '# What happens', '# see the minutes'])
      expect(text).toContain(comment)
    expect(text).toContain('    memoryMiB: 524288\n  - { name: esx-04, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65536 }\n\nvms:')
    expect(text).toContain('  - { name: new, vcpus: 1, memoryMiB: 1024 }\n\n# What happens\ntimeline:')
  })

  it('leaves JSON as JSON', () => {
    const json = JSON.stringify(open(lab).data, null, 2)
    const { text } = edited(json, { do: 'rename', kind: 'host', name: 'esx-01', to: 'esx-09' })
    expect(JSON.parse(text)).toMatchObject({ hosts: [{ name: 'esx-09' }, {}, {}] })
    expect(text.split('\n').length).toBeGreaterThan(50)
    expect(edited(JSON.stringify(open(lab).data), { do: 'setLab', key: ['name'], value: 'x' }).text).not.toContain('\n  ')
  })

  it('writes YAML that nobody writes in a usual way before it changes it', () => {
    const odd = `%YAML 1.2\n---\nhostdown: 1\nname: &n Odd # note\ndescription: *n\nhosts: [{ name: a, cpu: { sockets: 1, coresPerSocket: 1, mhz: 2000 }, memoryMiB: 4096 }]\n`
    const { text, document } = edited(odd, { do: 'set', kind: 'host', names: ['a'], key: ['memoryMiB'], value: 8192 })
    expect(document.data).toMatchObject({ name: 'Odd', description: 'Odd', hosts: [{ memoryMiB: 8192 }] })
    expect(text).toContain('# note')
    expect(edited(`${lab}name: twice\n`, { do: 'setLab', key: ['seed'], value: 3 }).document.data).toMatchObject({ seed: 3 })
    const crlf = lab.replaceAll('\n', '\r\n')
    expect(edited(crlf, { do: 'set', kind: 'vm', names: ['web'], key: ['ha', 'restartPriority'], value: 'high' }).text).toBe(
      crlf.replace('{ name: web, vcpus: 2, memoryMiB: 4096 }', '{ name: web, vcpus: 2, memoryMiB: 4096, ha: { restartPriority: high } }'),
    )
  })

  it('refuses what a file is refused for: lists in lists without end', () => {
    const text = `{"hostdown": 1, "name": "x", "hosts": ${'[{"a":'.repeat(300)}1${'}]'.repeat(300)}}`
    expect(parseLab(text, { fileName: 'a.lab.yaml' })).toMatchObject({ ok: false })
    expect(readDocument(text, 'a.lab.yaml')).toMatchObject({ problem: { message: 'a.lab.yaml is nested too deeply' } })
  })
})

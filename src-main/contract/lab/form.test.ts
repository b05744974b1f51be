/** Forms follow the schemas: every key has a field with words in both languages, and what a field says is what the parser takes. */
import { describe, expect, it } from 'vitest'
import { sectionLabels } from '../texts/form-labels.ts'
import { formFields, formIds, type FormField, type FormInput } from './form.ts'
import { parseLab } from './parse.ts'

const inside = (field: FormField): readonly FormField[] => ('fields' in field ? field.fields.flatMap((one) => [one, ...inside(one)]) : [])
const all = formIds.flatMap((form) => formFields(form).flatMap((field) => [field, ...inside(field)]))
const field = (id: string): FormField & FormInput => {
  const found = all.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no field ${id}`)
  return found
}

describe('forms', () => {
  it('have words in English and Korean for every field, section, value and meaning', () => {
    for (const one of all) {
      const texts = [one.label, sectionLabels[one.section], ...('options' in one ? one.options.map(({ label }) => label) : [])]
      for (const text of texts) expect([one.id, text.en !== '', text.ko !== ''], one.id).toEqual([one.id, true, true])
      expect(one.label.en, one.id).not.toBe(one.id)
      // What may be left out or be null means something, and a person is told what.
      expect(one.required || one.default !== undefined || one.absent !== null, one.id).toBe(true)
      if ('options' in one)
        for (const { value, label } of one.options)
          if (typeof value === 'string' && /^[a-z]+([A-Z]|$)/.test(value) && !/^(intel|amd)-/.test(value))
            expect(label.ko, `${one.id} ${value}`).not.toBe(value)
    }
  })

  it('have each id once', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  })

  it('name the ends of a scale that has no unit', () => {
    for (const id of ['drs.migrationThreshold', 'drs.dpm.threshold'])
      expect(field(id)?.label).toMatchObject({
        en: expect.stringContaining('1 conservative, 5 aggressive') as string,
        ko: expect.stringContaining('1 보수적, 5 적극적') as string,
      })
  })

  it('know bounds, units, defaults and what null means', () => {
    // A group may be empty, and so may what a rule is about: no mark says that it must not be.
    expect(['vmGroup.members', 'rule.vms'].map((id) => [field(id).required, field(id).mayBeEmpty])).toEqual([
      [true, true],
      [true, true],
    ])
    const groups = { vmGroups: { g: [] }, rules: [{ name: 'r', type: 'keepTogether', vms: [] }] }
    const host = { name: 'h', cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536 }
    expect(parseLab(JSON.stringify({ hostdown: 1, name: 'L', cluster: { drs: groups }, hosts: [host] }))).toMatchObject({ ok: true })
    expect(['vm.name', 'vm.vcpus', 'rule.vmGroup'].map((id) => field(id).mayBeEmpty)).toEqual([false, false, false])
    expect(field('vm.memoryMiB')).toMatchObject({ type: 'whole', min: 1, max: null, unit: 'MiB', required: true, whenNull: null })
    expect(field('vm.cpuLimitMHz')).toMatchObject({ default: null, unit: 'MHz', whenNull: { en: 'Unlimited' } })
    expect(field('host.cpu.mhz')).toMatchObject({ key: ['cpu', 'mhz'], max: 100_000, unit: 'MHz' })
    expect(field('host.cpu.model')).toMatchObject({ type: 'words', default: 'intel-cascade-lake' })
    expect(field('ha.restartConditionTimeout')).toMatchObject({ type: 'duration', default: '10m' })
    expect(field('ha.admissionControl.policy')).toMatchObject({ default: 'disabled', section: 'admission' })
    expect(field('vm.ha.restartPriority')).toMatchObject({ key: ['ha', 'restartPriority'], absent: { en: "the cluster's" } })
    expect(field('vm.demand.cpuMHz')).toMatchObject({ range: true, default: 0 })
    expect(field('vm.demand.interval')).toMatchObject({ default: '5m' })
    expect(field('rule.vmGroup')).toMatchObject({ type: 'ref', kind: 'vmGroup', when: { key: ['type'] } })
    expect(field('drs.cpuOverCommitPercent')).toMatchObject({ unit: '%', max: 100_000 })
  })

  it('take what the parser takes: every default and every word', () => {
    const vm = formFields('vm').flatMap((one) =>
      one.type === 'words' && one.whenNull === null ? one.options.map(({ value }) => [one.key, value] as const) : [],
    )
    for (const [key, value] of vm) {
      const entry: { [key: string]: unknown } = { name: 'a', vcpus: 1, memoryMiB: 1024 }
      let at = entry
      for (const part of key.slice(0, -1)) at = (at[part] ??= {}) as typeof at
      at[key.at(-1) ?? ''] = value
      const text = JSON.stringify({
        hostdown: 1,
        name: 'x',
        hosts: [{ name: 'h', cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65_536 }],
        vms: [entry],
      })
      expect(parseLab(text), text).toMatchObject({ ok: true })
    }
    const defaults = (form: 'ha' | 'drs'): object => {
      const block: { [key: string]: unknown } = {}
      for (const one of formFields(form)) {
        if (one.default === undefined) continue
        let at = block
        for (const part of one.key.slice(0, -1)) at = (at[part] ??= {}) as typeof at
        at[one.key.at(-1) ?? ''] = one.default
      }
      return block
    }
    const lab = {
      hostdown: 1,
      name: 'x',
      cluster: { ha: defaults('ha'), drs: defaults('drs') },
      hosts: [{ name: 'h', cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65_536 }],
    }
    expect(parseLab(JSON.stringify(lab))).toMatchObject({ ok: true, warnings: [] })
  })
})

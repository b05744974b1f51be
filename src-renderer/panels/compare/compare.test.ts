import { describe, expect, it } from 'vitest'
import type { ComparedRun } from '../../../src-main/contract/api-compare.ts'
import type { LabSummary } from '../../../src-main/contract/api.ts'
import { en, type MessageKey } from '../../i18n/en.ts'
import { textsIn } from '../../i18n/texts.ts'
import { pairOf, wordOf } from '../../stores/compare.ts'
import { articleLab } from '../../testing/article-run.ts'
import { choicesOf } from './choices.ts'
import { layoutOf, sharedLayout } from './compared-layout.ts'
import { sideNames } from './use-compared-words.ts'

const t = (key: MessageKey, values: { readonly [name: string]: string | number } = {}): string =>
  Object.entries(values).reduce<string>((text, [name, value]) => text.replace(`{${name}}`, String(value)), en[key])
const texts = textsIn('en')

describe('the address of a comparison', () => {
  it('names both sides, and nothing that is no side', () => {
    for (const of of [{ branch: 0 }, { project: 3 }, { project: 3, run: 17 }]) expect(pairOf(`/${wordOf(of)}/-`)).toEqual({ a: of, b: null })
    expect(pairOf('/b1/p2.9')).toEqual({ a: { branch: 1 }, b: { project: 2, run: 9 } })
    for (const word of ['p0', 'b', 'b-1', 'p2.0', '../b0', 'b99999999999']) expect(pairOf(`/${word}/${word}`).a).toBeNull()
    expect(pairOf('')).toEqual({ a: null, b: null })
  })
})

describe('what can be chosen', () => {
  it('is branches, other runs and projects, and what the address names besides', () => {
    const branch = (id: number, label: string) => ({ id, parent: null, forkAt: 0, label, reached: 60_000, stored: id + 1 })
    const groups = choicesOf(
      { branches: [branch(0, ''), branch(1, 'host.powerOff Host B')], runs: [], projects: [], project: 1 },
      [{ branch: 1 }, { project: 4, run: 7 }],
      t,
      texts,
    )
    expect(groups.map(({ key }) => key)).toEqual(['branches', 'other'])
    expect(groups[0]?.choices.map(({ word }) => word)).toEqual(['b0', 'b1'])
    expect(groups[1]?.choices).toMatchObject([{ word: 'p4.7', label: 'Project 4 – run 7' }])
  })
})

describe('two labs in one layout', () => {
  const more: LabSummary = { ...articleLab, hosts: [...articleLab.hosts, { name: 'Host D', faultDomain: null, cpuCapacityMHz: 1, memoryMiB: 1 }] }

  it('have what both have at the same place, and a lab shows only its own', () => {
    const layout = sharedLayout({ lab: articleLab, homes: {} }, { lab: more, homes: {} })
    const [a, b] = [layoutOf(layout, articleLab), layoutOf(layout, more)]
    expect([...a.hosts.keys()]).toEqual(articleLab.hosts.map(({ name }) => name))
    expect(b.hosts.has('Host D')).toBe(true)
    for (const [name, box] of a.hosts) expect(b.hosts.get(name)).toEqual(box)
  })
})

describe('names of the sides', () => {
  const run = (project: number, label: string, revision = 1): ComparedRun =>
    ({ lab: articleLab, label, project: { id: project, name: articleLab.name, revision } }) as unknown as ComparedRun

  it('are those of what the two differ in', () => {
    expect(sideNames(run(1, ''), run(1, 'host.powerOff Host B'), t, texts)).toEqual({ a: 'Main branch', b: 'Cut the power · Host B' })
    expect(sideNames(run(1, ''), run(1, '', 2), t, texts)).toEqual({ a: 'Revision 1', b: 'Revision 2' })
    expect(sideNames(run(1, ''), run(2, ''), t, texts)).toEqual({ a: `${articleLab.name} (A)`, b: `${articleLab.name} (B)` })
  })
})

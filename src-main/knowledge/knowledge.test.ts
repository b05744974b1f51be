import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { factById, facts, factView, koreanTexts, sources } from './index.ts'

const prefixOfArea = { ha: ['HA'], drs: ['DRS'], vmotion: ['VM'], snapshots: ['SN'], ft: ['FT'] } as const

describe('facts', () => {
  it('have ids of their own, in the area of their prefix', () => {
    expect(new Set(facts.map((fact) => fact.id)).size).toBe(facts.length)
    for (const fact of facts) {
      expect(fact.id).toMatch(/^(HA|DRS|VM|SN|FT)-\d{3}$/)
      expect(prefixOfArea[fact.area]).toContain(fact.id.split('-')[0])
    }
  })

  it('have a headline and a clean statement', () => {
    for (const fact of facts) {
      expect(fact.title.length, fact.id).toBeGreaterThan(3)
      expect(fact.title.length, fact.id).toBeLessThanOrEqual(70)
      expect(fact.statement.length, fact.id).toBeGreaterThan(20)
      // Marks of the text that they were taken from: code, bold, test lines, citations.
      expect(fact.statement, fact.id).not.toMatch(/`|\*\*|(^|\n)test:|\bSource: |\bsource: \[|\[recalled|\[choice|\[model|\[derived/)
    }
  })

  it('name sources that exist, or say that none was found', () => {
    for (const fact of facts) {
      for (const code of fact.sources) expect(sources[code], `${fact.id} ${code}`).toBeDefined()
      if (fact.sources.length === 0) expect(fact.standing, fact.id).not.toBe('sourced')
    }
  })

  it('refer only to facts that exist', () => {
    for (const fact of facts) {
      for (const [id] of fact.statement.matchAll(/\b(?:HA|DRS|VM|SN|FT)-\d{3}\b/g)) expect(factById(id), `${fact.id} refers to ${id}`).toBeDefined()
    }
  })

  it('use every source at least once', () => {
    const used = new Set(facts.flatMap((fact) => fact.sources))
    expect(Object.keys(sources).filter((code) => !used.has(code))).toEqual([])
  })

  it('say how sure they are', () => {
    expect(factById('HA-041')?.standing).toBe('sourced')
    expect(factById('HA-069')?.standing).toBe('choice')
    expect(factById('HA-044')?.standing).toBe('derived')
    expect(factById('VM-014')?.standing).toBe('recalled')
    expect(factById('VM-030')?.standing).toBe('model')
    // A choice and a recollection in one fact: the stronger doubt counts.
    expect(factById('HA-170')?.standing).toBe('choice')
  })
})

describe('Korean texts', () => {
  it('are there for every fact', () => {
    expect(facts.filter((fact) => koreanTexts[fact.id] === undefined).map((fact) => fact.id)).toEqual([])
  })

  it('belong to facts and are Korean', () => {
    for (const [id, text] of Object.entries(koreanTexts)) {
      expect(factById(id), id).toBeDefined()
      expect(text.title, id).toMatch(/[가-힣]/)
      expect(text.statement, id).toMatch(/[가-힣].*(다|다\)|습니까)[.)]?/s)
    }
  })

  it('keep the numbers of the English statement', () => {
    const numbers = (text: string): string[] =>
      [...new Set(text.replaceAll(/(?<=\d),(?=\d{3})/g, '').match(/(?<![A-Za-z-])\d+(?:\.\d+)?/g) ?? [])].filter((number) => number.length > 1)
    for (const [id, text] of Object.entries(koreanTexts)) {
      const english = factById(id)?.statement ?? ''
      const korean = new Set(numbers(`${text.title} ${text.statement}`))
      const missing = numbers(english).filter((number) => !korean.has(number))
      expect(missing, id).toEqual([])
    }
  })
})

describe('factView', () => {
  it('writes the sources out', () => {
    const view = factView('HA-041')
    expect(view.sources).toEqual([
      {
        code: 'D2',
        title: 'vSphere HA Deepdive 6.x, Restarting Virtual Machines',
        url: 'https://ha.yellow-bricks.com/restarting_virtual_machines.html',
      },
    ])
    expect(view.statement.ko).toContain('T+18')
  })

  it('throws for an id that does not exist', () => {
    expect(() => factView('HA-999')).toThrow(RangeError)
    expect(factById('HA-999')).toBeUndefined()
  })
})

const root = fileURLToPath(new URL('../../', import.meta.url))

describe('facts that are cited', () => {
  it('exist, wherever code or labs name them', () => {
    const files = ['src-main', 'src-renderer', 'resources'].flatMap((folder) =>
      readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(ts|vue|ya?ml)$/.test(file) && !file.endsWith('knowledge.test.ts'))
        .map((file) => `${root}${folder}/${file}`),
    )
    expect(files.length).toBeGreaterThan(10)
    const unknown = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\b(?:HA|DRS|VM|SN|FT)-\d{3}\b/g)]
        .filter(([id]) => factById(id) === undefined)
        .map(([id]) => `${id} in ${file}`),
    )
    expect(unknown).toEqual([])
  })
})

const specFolder = fileURLToPath(new URL('../../../shared/spec/', import.meta.url))

describe.skipIf(!existsSync(specFolder))('against the texts that the facts come from', () => {
  const files = [
    ['ha.md', /^\*\*(HA-\d{3})\*\*/gm],
    ['drs.md', /^### (DRS-\d{3}) /gm],
    ['vmotion-snapshots-ft.md', /^\*\*((?:VM|SN|FT)-\d{3})\*\*/gm],
  ] as const

  it('holds every fact of them', () => {
    const ids = files.flatMap(([file, pattern]) => [...readFileSync(specFolder + file, 'utf8').matchAll(pattern)].map((match) => match[1] ?? ''))
    expect(ids.length).toBeGreaterThan(400)
    expect(ids.filter((id) => factById(id) === undefined)).toEqual([])
  })
})

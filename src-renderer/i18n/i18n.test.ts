import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { clockText, tickText } from './clock.ts'
import { commandText } from '../../src-main/contract/texts/command-text.ts'
import { createTexts, useT } from './index.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { textsIn } from './texts.ts'

const english: { readonly [key: string]: string } = en
const korean: { readonly [key: string]: string } = ko

const files = Object.entries(
  import.meta.glob<{ readonly [name: string]: { readonly [key: string]: string } }>('./{en,ko}/*.ts', { eager: true }),
).map(([file, texts]) => [file, Object.values(texts).flatMap((part) => Object.keys(part))] as const)

describe('texts of the window', () => {
  it('have the same keys in both languages, sorted within a file', () => {
    expect(Object.keys(korean)).toEqual(Object.keys(english))
    for (const [file, keys] of files) expect(keys, file).toEqual([...keys].sort((a, b) => (a < b ? -1 : 1)))
  })

  it('lie in one file for all keys that begin alike', () => {
    const places = new Map<string, Set<string>>()
    for (const [file, keys] of files)
      for (const key of keys) {
        const area = key.slice(0, key.indexOf('.'))
        places.set(area, (places.get(area) ?? new Set()).add(file.slice(file.lastIndexOf('/') + 1)))
      }
    expect([...places].filter(([, names]) => names.size > 1)).toEqual([])
    expect(files.flatMap(([, keys]) => keys)).toHaveLength(2 * Object.keys(english).length)
  })

  it.each(Object.keys(english))('%s has the same places for values, and no sign that the format would swallow', (key) => {
    const places = (text: string | undefined): string[] => [...(text ?? '').matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()
    expect(places(korean[key])).toEqual(places(english[key]))
    expect(english[key]).not.toBe('')
    expect(korean[key]).not.toBe('')
    expect(`${english[key] ?? ''}${korean[key] ?? ''}`).not.toMatch(/[|@]/)
  })

  it('write Korean sentences in the polite written form', () => {
    const plain = Object.entries(korean).filter(([, text]) => /(다|요|시오|세요)\.$/.test(text) && !/(니다|시오)\.$/.test(text))
    expect(plain).toEqual([])
  })
})

describe('numbers in a text of the window', () => {
  it.each(['en', 'ko'] as const)('have their thousands set apart, and names are left: %s', (language) => {
    let text = ''
    mount(
      defineComponent(() => {
        const t = useT()
        text = [t('cluster.vmsOn', { on: 1999, all: 2000 }), t('compare.pictureOf', { name: 'VM 2000', hosts: 3, vms: 12_000 })].join()
        return () => null
      }),
      { global: { plugins: [createTexts(language)] } },
    )
    expect(text).toMatch(/1,999.*2,000.*VM 2000.*12,000/)
  })
})

describe('a lab that has Korean texts', () => {
  const lab = { name: 'A host goes down', nameKo: '호스트 장애', description: 'At one minute', descriptionKo: null }

  it('is called by them in Korean, and as it is where it has none', () => {
    expect([textsIn('en').title(lab), textsIn('ko').title(lab)]).toEqual(['A host goes down', '호스트 장애'])
    expect(textsIn('ko').about(lab)).toBe('At one minute')
    expect(textsIn('ko').problem({ path: '', line: null, message: 'expected a list' })).toBe('expected a list')
  })
})

describe('a command with what it is about', () => {
  it('is named by its text, also where it was taken back', () => {
    expect(commandText('host.agentFail Host C', 'en')).toBe('Fail the HA agent · Host C')
    expect(commandText('undo host.agentFail Host C', 'en')).toBe('Without: Fail the HA agent · Host C')
    expect(commandText('undo vcenter.down', 'ko')).toMatch(/^제외: /)
  })
})

describe('clock', () => {
  it.each([
    [0, '00:00:00.000'],
    [82_400, '00:01:22.400'],
    [90_061_001, '1d 01:01:01.001'],
  ])('%i ms is %s', (ms, text) => expect(clockText(ms)).toBe(text))

  it.each([
    [90_000, 30_000, '1:30'],
    [82_400, 100, '1:22.4'],
    [3_660_000, 60_000, '1:01:00'],
    [120_000, 60_000, '2:00'],
  ])('a tick at %i every %i is %s', (ms, step, text) => expect(tickText(ms, step)).toBe(text))
})

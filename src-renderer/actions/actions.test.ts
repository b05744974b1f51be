import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { installApi } from '../api/client.ts'
import { en } from '../i18n/en.ts'
import { ko } from '../i18n/ko.ts'
import { useRunStore } from '../stores/run.ts'
import { useSelectionStore } from '../stores/selection.ts'
import { useWorkbenchStore } from '../stores/workbench.ts'
import { articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { lastEventAbout } from './explain.ts'
import { fuzzyBest, fuzzyScore } from './fuzzy.ts'
import { belongsToTarget, pressed, printed, type KeyPress } from './keys.ts'
import { walkPanes } from './panes.ts'
import { actionGroups, actionOf, nextSpeed, performAction, useActions } from './registry.ts'

let fake: FakeRun
const lastAsked = (): unknown => fake.asked.at(-1)

beforeEach(async () => {
  setActivePinia(createPinia())
  fake = new FakeRun(articleStory)
  installApi(fake.transport())
  await useRunStore().start()
})
afterEach(() => fake.stop())

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyboardEvent {
  return new KeyboardEvent('keydown', { key, cancelable: true, ...modifiers })
}
const idOf = (event: KeyboardEvent): string | undefined => actionOf(event, useActions())?.id

describe('registry', () => {
  it('has each id once', () => {
    const ids = useActions().map((action) => action.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has each key once', () => {
    const keys = useActions().flatMap((action) => action.keys)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })

  it('has a text in both languages for each action and group', () => {
    const labels = [...useActions().map((action) => action.label), ...actionGroups.map((group) => `actions.${group}`)]
    const texts = [en, ko] as readonly { readonly [key: string]: string }[]
    expect(labels.filter((label) => texts.some((language) => (language[label] ?? '') === ''))).toEqual([])
  })

  it('answers the ids that the menu of the shell sends', () => {
    const ids = new Set(useActions().map((action) => action.id))
    for (const id of ['exportProject', 'settings', 'togglePlay', 'stepForward', 'stepBack', 'undo', 'redo', 'help', 'about'])
      expect(ids).toContain(id)
  })

  it('does what it is asked for, where that is possible', async () => {
    expect(performAction('toEnd')).toBe(true)
    expect(lastAsked()).toEqual({ method: 'run.seek', input: { t: articleStory.lab.until } })
    expect(performAction('undo')).toBe(false)
    expect(performAction('noSuchAction')).toBe(false)
    performAction('palette')
    expect(useWorkbenchStore().dialog).toBe('palette')
    useSelectionStore().select({ kind: 'vm', name: 'VM1' })
    performAction('stepForwardOf')
    expect(lastAsked()).toEqual({ method: 'run.step', input: { by: 1, of: { kind: 'vm', name: 'VM1' } } })
  })

  it('takes a command back and brings it again', async () => {
    await useRunStore().command('host.crash', { host: 'Host B' })
    expect(useRunStore().status?.undo).toBe('host.crash Host B')
    expect(performAction('undo')).toBe(true)
    expect(lastAsked()).toEqual({ method: 'run.undo', input: {} })
    await vi.waitFor(() => expect(useRunStore().status?.undo).toBeNull())
    expect(performAction('redo')).toBe(true)
    expect(lastAsked()).toEqual({ method: 'run.redo', input: {} })
  })

  it('changes the speed in steps', () => {
    expect(nextSpeed(10, 1)).toBe(60)
    expect(nextSpeed(10, -1)).toBe(5)
    expect(nextSpeed(600, 1)).toBe('max')
    expect(nextSpeed('max', 1)).toBe('max')
    expect(nextSpeed('max', -1)).toBe(600)
    expect(nextSpeed(1, -1)).toBe(1)
    expect(nextSpeed(25, 1)).toBe(60)
  })
})

describe('keys', () => {
  it.each([
    ['Ctrl+Z', press('z', { ctrlKey: true }), true],
    ['Ctrl+Z', press('z', { metaKey: true }), true],
    ['Ctrl+Z', press('Z', { ctrlKey: true, shiftKey: true }), false],
    ['Ctrl+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), true],
    ['Ctrl+B', press('ㅠ', { ctrlKey: true, code: 'KeyB' }), true],
    ['W', press('w'), true],
    ['W', press('w', { ctrlKey: true }), false],
    ['?', press('?', { shiftKey: true }), true],
    ['Plus', press('+', { shiftKey: true }), true],
    ['F6', press('F6', { shiftKey: true }), false],
    ['Shift+F6', press('F6', { shiftKey: true }), true],
    ['Space', press(' ', { shiftKey: true }), false],
  ])('%s', (keys, event, expected) => expect(pressed(keys, event)).toBe(expected))

  it('are printed as the system writes them', () => {
    expect(printed('Ctrl+Shift+Z', false)).toBe('Ctrl+Shift+Z')
    expect(printed('Ctrl+Shift+Z', true)).toBe('⌘⇧Z')
    expect(printed('ArrowLeft', false)).toBe('←')
  })

  it('belong to what has the focus while one types or chooses', () => {
    const at = (target: HTMLElement, event: KeyboardEvent): boolean => {
      target.dispatchEvent(event)
      return belongsToTarget(event)
    }
    const input = document.createElement('input')
    const button = document.createElement('button')
    expect(at(input, press('w'))).toBe(true)
    expect(at(input, press('z', { ctrlKey: true }))).toBe(true)
    expect(at(input, press('k', { ctrlKey: true }))).toBe(false)
    expect(at(input, press('F6'))).toBe(false)
    expect(at(button, press(' '))).toBe(true)
    expect(at(button, press('.'))).toBe(false)
  })

  it('lead to their action', () => {
    expect(idOf(press(' '))).toBe('togglePlay')
    expect(idOf(press('p', { ctrlKey: true, shiftKey: true, code: 'KeyP' }))).toBe('palette')
    expect(idOf(press('y', { ctrlKey: true }))).toBe('redo')
    expect(idOf(press('ArrowRight'))).toBe('stepForward')
    expect(idOf(press('5'))).toBeUndefined()
  })
})

describe('panes', () => {
  it('are walked in a circle, and ones without anything to focus are passed over', () => {
    document.body.innerHTML = `
      <div data-pane="a"><button id="a">a</button></div>
      <div data-pane="b"><span>b</span></div>
      <div data-pane="c"><button>c</button><div id="c" tabindex="0" data-pane-focus></div></div>`
    const at = (): string | undefined => document.activeElement?.id
    walkPanes(1)
    expect(at()).toBe('a')
    walkPanes(1)
    expect(at()).toBe('c')
    walkPanes(1)
    expect(at()).toBe('a')
    walkPanes(-1)
    expect(at()).toBe('c')
    document.body.innerHTML = ''
  })
})

describe('fuzzy search', () => {
  const texts = ['Zoom in', 'Forward one event', 'Host A', 'VM1', 'VM10', 'vm-web-01', 'New run of this lab', '책갈피 추가']
  const found = (search: string): string[] => fuzzyBest(search, texts, 3).map((at) => texts[at] ?? '')

  it('finds letters in order, best where words begin', () => {
    expect(found('zi')[0]).toBe('Zoom in')
    expect(found('vm1')[0]).toBe('VM1')
    expect(found('fwd evt')[0]).toBe('Forward one event')
    expect(found('책갈')).toEqual(['책갈피 추가'])
  })
  it('finds no letters that are strewn over words', () => {
    for (const text of [
      'Hang the guest OS Heartbeats and I/O of the guest stop Guest OS vm.guestHang',
      'Crash the guest OS Kernel panic or blue screen; the VM stays on Guest OS vm.guestCrash',
    ])
      expect(fuzzyScore('net', text)).toBeNull()
    expect(fuzzyScore('net', 'Cut off its network')).not.toBeNull()
    // Beginnings of words count, and letters of one word, whichever way they are found.
    for (const search of ['pwoff', 'vmo', 'sho', 'hst']) expect(fuzzyScore(search, 'Stop the VM host, power it off')).not.toBeNull()
  })
  it('wants every word', () => expect(found('host zzz')).toEqual([]))
  it('gives all as they are without a search', () => expect(found('  ')).toEqual(texts.slice(0, 3)))
  it('tells no match from a bad one', () => expect(fuzzyScore('xyz', 'abc')).toBeNull())
})

describe('why an object is as it is', () => {
  it('is the last event that names it in what is shown', () => {
    const { events } = articleStory
    expect(lastEventAbout(events, events.length, { kind: 'datastore', name: 'ds-01' })).toMatchObject({ type: 'lock.acquired', vm: 'VM2' })
    expect(lastEventAbout(events, 7, { kind: 'datastore', name: 'ds-01' })).toMatchObject({ type: 'lock.expired', vm: 'VM1' })
    expect(lastEventAbout(events, 3, { kind: 'datastore', name: 'ds-01' })).toBeNull()
  })
})

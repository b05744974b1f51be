/** The run side of the workbench: palette, undo, branches, bookmarks, recorded runs, tasks and alarms. */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LabSummary } from '../../src-main/contract/api.ts'
import type { FakeHistoryOptions } from '../testing/fake-history.ts'
import { articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { historyEvents, historyPast } from '../testing/history-run.ts'
import { closeWindow, mountWindow, withoutTopology } from '../testing/mount-window.ts'

let fake: FakeRun
let app: VueWrapper

async function open(
  past: FakeHistoryOptions = {},
  bookmarks: LabSummary['bookmarks'] = [],
  timeline: LabSummary['timeline'] = articleStory.lab.timeline,
  leftAt = 0,
): Promise<void> {
  localStorage.setItem('hostdown.window', JSON.stringify({ language: 'en' }))
  location.hash = '#/workbench'
  fake = new FakeRun({ ...articleStory, lab: { ...articleStory.lab, bookmarks, timeline }, events: historyEvents }, {}, past)
  fake.goTo(leftAt)
  // What fades out takes its time, and is gone then.
  app = mountWindow(fake, { stubs: { ...withoutTopology, transition: false } })
  await flushPromises()
}
afterEach(() => {
  closeWindow(fake, app)
})

/** In the window, or in what is shown above it. */
const all = (id: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)]
function one(id: string): HTMLElement {
  const [found] = all(id)
  if (found === undefined) throw new Error(`There is no ${id}`)
  return found
}
const lastAsked = (method: string): unknown => fake.asked.findLast((entry) => entry.method === method)?.input

async function click(id: string): Promise<void> {
  one(id).click()
  await flushPromises()
}
async function press(key: string, modifiers: KeyboardEventInit = {}, target: EventTarget = window): Promise<void> {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers }))
  await flushPromises()
}
async function type(id: string, text: string): Promise<void> {
  const input = one(id) as HTMLInputElement
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
}
/** What fades out is gone; until then it has the keys to itself. */
const closed = (): Promise<void> => vi.waitFor(() => expect(document.querySelector('[aria-modal="true"]')).toBeNull())

/** Finds with the palette and does what is found first. */
async function palette(search: string): Promise<void> {
  await press('k', { ctrlKey: true })
  await type('palette-search', search)
  await press('Enter', {}, one('palette-search'))
  await closed()
}
/** Opens a panel of the top bar; it has the focus a frame later. */
async function openPanel(id: string): Promise<void> {
  await click(id)
  await new Promise((resolve) => setTimeout(resolve, 40))
}
async function goTo(t: number): Promise<void> {
  fake.goTo(t)
  await flushPromises()
}

describe('command palette', () => {
  it('finds and does, by keyboard alone', async () => {
    await open()
    await press('k', { ctrlKey: true })
    await type('palette-search', 'to the end')
    expect(all('palette-entry')[0]?.dataset['id']).toBe('action:toEnd')
    await press('Enter', {}, one('palette-search'))
    expect(lastAsked('run.seek')).toEqual({ t: articleStory.lab.until })
    await closed()
  })

  it('selects objects, and then offers the faults for them', async () => {
    await open()
    await press('p', { ctrlKey: true, shiftKey: true })
    await type('palette-search', 'host c')
    await press('Enter', {}, one('palette-search'))
    await closed()
    expect(app.get('[data-testid="tree-row"].selected').attributes('data-name')).toBe('Host C')
    await press('k', { ctrlKey: true })
    await type('palette-search', 'psod')
    expect(all('palette-entry').map((entry) => entry.dataset['id'])).toEqual(['fault:host.crash'])
    await press('Enter', {}, one('palette-search'))
    expect(lastAsked('run.command')).toEqual({ command: 'host.crash', arguments: { host: 'Host C' } })
  })

  it('finds faults of an object that is named while another is selected', async () => {
    await open()
    await palette('Host C')
    await palette('crash host b')
    expect(lastAsked('run.command')).toEqual({ command: 'host.crash', arguments: { host: 'Host B' } })
  })

  it('goes to an instant that is typed, within the run only', async () => {
    await open()
    await palette('1:30')
    expect(lastAsked('run.seek')).toEqual({ t: 90_000 })
    await press('k', { ctrlKey: true })
    await type('palette-search', '9999:00:00')
    expect(all('palette-entry').map((entry) => entry.dataset['id'])).not.toContain('goTo')
    await press('Escape', {}, one('palette-search'))
    await closed()
  })

  it('says when it finds nothing, and Esc closes it', async () => {
    await open()
    await press('k', { ctrlKey: true })
    await type('palette-search', 'xyzzy')
    expect(one('palette').textContent).toContain('xyzzy')
    await press('Escape', {}, one('palette-search'))
    await closed()
  })
})

describe('what a person did', () => {
  it('is undone and done again; the button names the command', async () => {
    await open()
    expect((one('undo') as HTMLButtonElement).disabled).toBe(true)
    await palette('Host B')
    await palette('psod')
    expect(one('undo').title).toContain('Crash (PSOD) · Host B')
    await press('z', { ctrlKey: true })
    expect(lastAsked('run.undo')).toEqual({})
    expect(one('redo').title).toContain('Crash (PSOD) · Host B')
    await press('y', { ctrlKey: true })
    expect(lastAsked('run.redo')).toEqual({})
  })

  it('makes a branch in the past, shown as a tree that the arrows walk', async () => {
    await open()
    await goTo(100_000)
    await goTo(30_000)
    app.get('[data-testid="tree-row"][data-name="Host B"]').element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await palette('psod')
    await press('b', { altKey: true, code: 'KeyB' })
    expect(all('branch-1')[0]?.getAttribute('aria-level')).toBe('2')
    expect(one('branch-1').textContent).toContain('from 0:30')
    await press('ArrowUp', {}, one('branch-tree'))
    await press('Enter', {}, one('branch-tree'))
    expect(lastAsked('run.branch')).toEqual({ id: 0 })
  })

  it('names a branch, and deletes one that is not needed any more once that is confirmed', async () => {
    await open()
    await goTo(100_000)
    await goTo(30_000)
    app.get('[data-testid="tree-row"][data-name="Host B"]').element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await palette('psod')
    await press('b', { altKey: true, code: 'KeyB' })
    expect(all('remove-branch-1')).toHaveLength(0)
    await vi.waitFor(() => expect(document.activeElement).toBe(one('branch-tree')))
    await press('F2', {}, one('branch-tree'))
    expect(document.activeElement).toBe(one('branch-name'))
    await type('branch-name', 'Two hosts gone')
    one('branch-name')
      .closest('form')
      ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await flushPromises()
    expect(lastAsked('run.branchName')).toEqual({ id: 1, name: 'Two hosts gone' })
    expect([one('branch-1').textContent, one('branch-chooser').textContent].every((text) => text.includes('Two hosts gone'))).toBe(true)
    await press('ArrowUp', {}, one('branch-tree'))
    await press('Enter', {}, one('branch-tree'))
    await openPanel('branch-chooser')
    await press('ArrowDown', {}, one('branch-tree'))
    await press('Delete', {}, one('branch-tree'))
    expect(lastAsked('run.branchRemove')).toBeUndefined()
    await click('branch-remove-go')
    expect(lastAsked('run.branchRemove')).toEqual({ id: 1 })
    expect(all('branch-1')).toHaveLength(0)
  })

  it('begins anew', async () => {
    await open()
    await goTo(100_000)
    await click('restart')
    expect(lastAsked('run.restart')).toEqual({})
    expect(one('clock').dataset['ms']).toBe('0')
  })

  it('leaves the earlier run in reach, in the list of branches and the palette', async () => {
    await open()
    await goTo(100_000)
    await openPanel('branch-chooser')
    expect(all('other-run')).toHaveLength(0)
    await press('Escape', {}, one('branch-tree'))
    await click('restart')
    await openPanel('branch-chooser')
    expect(one('other-run').textContent).toContain('run to 1:40')
    expect(one('other-run').textContent).toContain('Branches: 1')
    await click('other-run')
    expect(lastAsked('project.open')).toEqual({ id: 1, branch: 1 })
    await palette('run of')
    expect(lastAsked('project.open')).toEqual({ id: 1, branch: 200 })
  })
})

describe('bookmarks', () => {
  it('mark the instant shown with a note, and lead back to it', async () => {
    await open()
    await goTo(63_000)
    await press('b', { ctrlKey: true })
    await type('bookmark-note', ' heartbeat missed ')
    one('bookmark-dialog')
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await flushPromises()
    expect(lastAsked('run.bookmark')).toEqual({ t: 63_000, note: 'heartbeat missed' })
    await goTo(0)
    await openPanel('bookmarks')
    expect(one('bookmark').textContent).toContain('heartbeat missed')
    await click('bookmark-edit')
    await type('bookmark-note-edit', 'silent')
    await press('Enter', {}, one('bookmark-note-edit'))
    expect(lastAsked('run.bookmarkNote')).toEqual({ id: 1, note: 'silent' })
    await click('bookmark-go')
    expect(lastAsked('run.seek')).toEqual({ t: 63_000 })
    await openPanel('bookmarks')
    await click('bookmark-remove')
    expect(lastAsked('run.bookmarkRemove')).toEqual({ id: 1 })
    expect(all('bookmark')).toHaveLength(0)
  })
})

describe('a run that is opened where it was left', () => {
  it('shows the events of that instant', async () => {
    await open()
    expect(one('event-list').scrollTop).toBe(0)
    fake.stop()
    app.unmount()
    await open({}, [], [], 90_000)
    expect(one('event-list').scrollTop).toBeGreaterThan(0)
  })
})

describe('the steps of a lab', () => {
  const step = (t: number, note: string, more: Partial<LabSummary['bookmarks'][number]> = {}) => ({
    ...{ t, note, noteKo: null, pause: true, object: null, tab: null },
    ...more,
  })

  it('are told one by one; arriving shows what a step is about', async () => {
    await open({}, [step(60_000, 'The cut'), step(78_000, 'It counts as failed', { object: { kind: 'vm', name: 'VM1' }, tab: 'summary' })])
    expect(one('lab-steps').textContent).not.toContain('The cut')
    await click('next-step')
    expect(lastAsked('run.seek')).toEqual({ t: 60_000 })
    expect(one('lab-steps').textContent).toContain('The cut')
    await click('next-step')
    expect(one('lab-steps').textContent).toContain('It counts as failed')
    expect(document.querySelector('[data-pane="inspector"]')?.textContent).toContain('VM1')
    await goTo(70_000)
    expect(one('lab-steps').querySelector('[aria-current="step"]')?.textContent.trim()).toBe('1')
  })

  it('are left out after a command that is not of the lab', async () => {
    await open({}, [step(30_000, 'Before'), step(60_000, 'The cut'), step(78_000, 'It counts as failed')], [])
    await goTo(30_000)
    expect(one('lab-steps').querySelectorAll('li')).toHaveLength(2)
    expect(one('lab-steps').textContent).toContain('Before')
    await goTo(90_000)
    expect(one('own-course').textContent).toContain('00:01:00.000')
    expect(one('lab-steps').textContent).not.toContain('It counts as failed')
  })

  it('are not there where the lab has none', async () => {
    await open()
    expect(all('lab-steps')).toHaveLength(0)
  })
})

describe('a run of another engine', () => {
  it('says so, is run again, and shows where the two first differ', async () => {
    await open(historyPast)
    expect(one('banner-recorded').textContent).toContain('engine 1')
    await click('run-again')
    expect(one('rerun-dialog').dataset['differs']).toBe('true')
    // As a person counts: the event with seq 12 is the thirteenth.
    expect(one('rerun-dialog').textContent).toContain('from event 13 on')
    expect(one('rerun-recorded').textContent).toContain('Host B')
    expect(one('rerun-now').textContent).toContain('Host C')
    expect(all('banner-recorded')).toHaveLength(0)
    await click('rerun-go')
    expect(lastAsked('run.seek')).toEqual({ t: 78_000 })
  })

  it('is not offered to be run again where a command of it was changed, which is named', async () => {
    await open({ recordedBy: 9, flaw: { path: 'host', line: null, message: 'host.powerOff at 1m: host: expected the name of a host, got 5' } })
    expect(one('banner-recorded').textContent).toContain('host.powerOff at 1m: host: expected the name of a host, got 5')
    expect(all('run-again')).toHaveLength(0)
  })

  it('says that there is no difference', async () => {
    await open({ recordedBy: 1 })
    await click('run-again')
    expect(one('rerun-dialog').dataset['differs']).toBe('false')
    expect(one('rerun-dialog').textContent).toContain('No difference')
  })

  it('offers a run of the newest revision', async () => {
    await open({ newestRevision: 4 })
    expect(one('banner-newer').textContent).toContain('(4)')
    await click('start-newest')
    expect(lastAsked('run.restart')).toEqual({ newest: true })
  })
})

describe('what is kept', () => {
  it('is said, with the reason when it is not', async () => {
    await open({ saved: 'unsaved', problem: { code: 'full', path: '/data', text: 'ENOSPC' } })
    expect(one('banner-unsaved').textContent).toContain('The disk is full.')
    await click('saved-state')
    expect(one('store-problem').dataset['code']).toBe('full')
    expect(one('saved-panel').textContent).toContain('/data')
  })
  it('needs no words when all is well', async () => {
    await open()
    expect(one('saved-state').textContent).toContain('Saved')
    expect(all('banner-unsaved')).toHaveLength(0)
  })
})

describe('tasks and alarms', () => {
  it('follow the scrubber', async () => {
    await open()
    await click('bottom-tab-tasks')
    expect(all('task-row')).toHaveLength(0)
    await goTo(23_000)
    expect(one('task-row').dataset['state']).toBe('running')
    expect(one('task-row').textContent).toContain('Power On virtual machine')
    await vi.waitFor(() => expect(one('task-row').textContent).toContain('50%'))
    await goTo(50_000)
    expect(all('task-row').map((row) => row.dataset['state'])).toEqual(['failed', 'completed'])
    await goTo(10_000)
    expect(all('task-row')).toHaveLength(0)
  })

  it('select their object, and say why', async () => {
    await open()
    await goTo(80_000)
    expect(one('alarms-count').textContent).toContain('2')
    await click('bottom-tab-alarms')
    expect(all('alarm-row').map((row) => row.dataset['alarm'])).toEqual(['hostConnection', 'haFailoverInProgress'])
    one('alarm-row').click()
    await flushPromises()
    expect(app.findAll('[data-testid="tree-row"].selected').map((row) => row.attributes('data-name'))).toEqual(['Host A'])
    await click('alarm-why')
    expect(one('tab-why').getAttribute('aria-selected')).toBe('true')
    expect(all('why-step').at(-1)?.dataset['type']).toBe('alarm.triggered')
    await goTo(910_000)
    expect(all('alarm-row')).toHaveLength(0)
  })
})

describe('properties', () => {
  it('are all that is known of the object, and are searched', async () => {
    await open()
    await goTo(80_000)
    app.get('[data-testid="tree-row"][data-name="Host A"]').element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await flushPromises()
    await click('tab-properties')
    const fields = all('property').map((property) => property.dataset['field'])
    expect(fields).toContain('heartbeat.ping')
    expect(fields).toContain('memoryUnreservedMiB')
    await type('properties-search', 'failed')
    expect(all('property').map((property) => property.dataset['field'])).toEqual(['haState', 'haStateSelf', 'heartbeat.state'])
  })
})

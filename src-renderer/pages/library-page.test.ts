import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { usePageStore } from '../stores/page.ts'
import { manyProjects, type FakeLibraryOptions } from '../testing/fake-library.ts'
import { articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { closeWindow, mountWindow, withoutWorkbench } from '../testing/mount-window.ts'

let fake: FakeRun
let app: VueWrapper

async function openWindow(options: FakeLibraryOptions = { projects: manyProjects(Date.now()) }, keep?: FakeRun): Promise<void> {
  fake = keep ?? new FakeRun(articleStory, options)
  app = mountWindow(fake, { stubs: withoutWorkbench })
  await flushPromises()
}

beforeEach(() => {
  localStorage.clear()
  history.replaceState(null, '', '/')
})
afterEach(() => {
  closeWindow(fake, app)
})

const by = (id: string) => app.get(`[data-testid="${id}"]`)
const all = (id: string) => app.findAll(`[data-testid="${id}"]`)
const names = (): string[] => all('project-card').map((card) => card.get('h3').text())
const inPage = (id: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
const asked = (method: string): unknown[] => fake.asked.filter((entry) => entry.method === method).map((entry) => entry.input)

async function press(key: string, target: Element, init: KeyboardEventInit = {}): Promise<void> {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }))
  await flushPromises()
}

async function clickInPage(id: string): Promise<void> {
  await vi.waitFor(() => expect(inPage(id)).not.toBeNull())
  inPage(id)?.click()
  await flushPromises()
}

async function choose(input: string, name: string, content: string): Promise<void> {
  Object.defineProperty(by(input).element, 'files', { value: [new File([content], name)], configurable: true })
  await by(input).trigger('change')
}

describe('which page comes first', () => {
  it('is the workbench with the first sample for whoever has no projects', async () => {
    await openWindow({})
    expect(all('workbench')).toHaveLength(1)
    expect(asked('lab.open')).toEqual([{ sample: 'article' }])
  })

  it('is the workbench with the lab of the command line', async () => {
    await openWindow({ projects: manyProjects(Date.now()), startLab: 'mine' })
    expect(all('workbench')).toHaveLength(1)
    expect(asked('lab.open')).toEqual([{ sample: 'mine' }])
  })

  it('is the workbench while a run is open', async () => {
    const running = new FakeRun(articleStory, { projects: manyProjects(Date.now()) })
    running.answer('lab.open', { sample: 'article' })
    running.asked.length = 0
    await openWindow({}, running)
    expect(all('workbench')).toHaveLength(1)
    expect(asked('lab.open')).toEqual([])
  })

  it('is the Library once there are projects, and opens nothing by itself', async () => {
    await openWindow()
    expect(all('project-card')).toHaveLength(8)
    expect(asked('lab.open')).toEqual([])
  })

  it('is what the address says, also without projects', async () => {
    history.replaceState(null, '', '/#/library')
    await openWindow({})
    expect(all('empty-library')).toHaveLength(1)
  })

  it('follows the address back and forth', async () => {
    await openWindow()
    await all('project-card')[0]?.get('.open').trigger('click')
    await flushPromises()
    expect(location.hash).toBe('#/workbench')
    expect(all('workbench')).toHaveLength(1)
    usePageStore().show('library')
    await flushPromises()
    expect(all('project-card')).toHaveLength(8)
    expect(by('to-workbench').text()).toContain("The article's cluster")
    location.hash = '#/workbench'
    window.dispatchEvent(new HashChangeEvent('hashchange'))
    await flushPromises()
    expect(all('workbench')).toHaveLength(1)
  })
})

describe('projects', () => {
  it('are searched and sorted', async () => {
    await openWindow()
    await by('project-sort').setValue('size')
    expect(names()[0]).toContain('As large as it gets')
    await by('project-search').setValue('hosts')
    expect(names()).toHaveLength(3)
    await by('project-search').setValue('zebra')
    expect(all('project-card')).toHaveLength(0)
    expect(by('library').text()).toContain('zebra')
  })

  it('open with a click, at the default speed', async () => {
    await openWindow()
    fake.library.settings = { ...fake.library.settings, speed: 60 }
    fake.push('settings.changed', fake.library.settings)
    await all('project-card')[2]?.get('.open').trigger('click')
    await flushPromises()
    expect(asked('project.open')).toEqual([{ id: 3 }])
    expect(asked('run.speed')).toEqual([{ speed: 60 }])
  })

  it('are deleted with the keyboard, and come back with Undo or from the shelf', async () => {
    await openWindow()
    await all('project-card')[0]?.get('.open').trigger('focus')
    await press('ArrowRight', by('projects').element)
    await press('Delete', by('projects').element)
    expect(asked('project.delete')).toEqual([{ id: 2 }])
    expect(names()).not.toContain('Two sites, stretched')
    expect(by('deleted-project').text()).toContain('Two sites, stretched')
    await clickInPage('notice-action')
    expect(asked('project.undelete')).toEqual([{ id: 2 }])
    expect(names()).toContain('Two sites, stretched')
    expect(all('deleted-shelf')).toHaveLength(0)

    await press('Delete', by('projects').element)
    await by('undelete').trigger('click')
    await flushPromises()
    expect(all('project-card')).toHaveLength(8)
  })

  it('are renamed in place: Enter takes the name, Esc leaves it', async () => {
    await openWindow()
    await press('F2', by('projects').element)
    await by('rename-field').setValue('  My cluster ')
    await press('Enter', by('rename-field').element)
    expect(asked('project.rename')).toEqual([{ id: 1, name: 'My cluster' }])
    expect(names()).toContain('My cluster')

    await press('F2', by('projects').element)
    await by('rename-field').setValue('Other')
    await press('Escape', by('rename-field').element)
    await press('F2', by('projects').element)
    await by('rename-field').setValue('   ')
    await press('Enter', by('rename-field').element)
    expect(asked('project.rename')).toHaveLength(1)
  })

  it('that are open have their new name everywhere', async () => {
    await openWindow()
    await all('project-card')[0]?.get('.open').trigger('click')
    await flushPromises()
    fake.library.answer('project.rename', { id: 1, name: 'Renamed elsewhere' })
    fake.push('project.changed', {})
    usePageStore().show('library')
    await flushPromises()
    expect(by('to-workbench').text()).toContain('Renamed elsewhere')
  })

  it('are duplicated and exported from their menu', async () => {
    const saved: string[] = []
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download)
    })
    await openWindow()
    for (const action of ['duplicate', 'exportLab', 'exportProject', 'exportReplaced']) {
      await all('project-menu')[0]?.trigger('click')
      await clickInPage(`project-${action}`)
    }
    expect(names()).toContain("The article's cluster (2)")
    expect(saved.map((name) => name.split('.').slice(1).join('.'))).toEqual(['lab.yaml', 'hostdown', 'hostdown'])
    vi.restoreAllMocks()
  })

  it('tell what an import assumed and left out for them, and only those that came from one', async () => {
    const [first, second] = manyProjects(Date.now())
    if (first === undefined || second === undefined) throw new Error('There are two projects')
    await openWindow({ projects: [first, { ...second, isImported: true }] })
    await all('project-menu')[0]?.trigger('click')
    await vi.waitFor(() => expect(inPage('project-exportLab')).not.toBeNull())
    expect(inPage('project-imported')).toBeNull()
    await press('Escape', by('projects').element)
    await all('project-menu')[1]?.trigger('click')
    await clickInPage('project-imported')
    expect(asked('project.importRecord')).toEqual([{ id: second.id }])
    await vi.waitFor(() =>
      expect(inPage('import-record-origin')?.textContent).toBe('RVTools_export_all.xlsx · RVTools 4.7.1 · vc-01 · 2026-11-02 10:30'),
    )
    const dialog = inPage('import-record')
    expect(dialog?.textContent).toContain('Two sites, stretched: what was imported')
    expect(dialog?.textContent).toContain('vInfo 75')
    expect([...(dialog?.querySelectorAll('[data-testid="skipped"]') ?? [])].map((row) => row.textContent)).toEqual([
      expect.stringContaining('templates do not run'),
    ])
    await clickInPage('import-record-close')
    await vi.waitFor(() => expect(inPage('import-record')).toBeNull())
  })

  it('say when another engine recorded them', async () => {
    await openWindow()
    const marked = all('project-card').filter((card) => card.find('[data-testid="other-engine"]').exists())
    expect(marked.map((card) => card.attributes('data-id'))).toEqual(['1', '3', '5', '7', '8'])
    expect(marked[0]?.text()).toContain('Engine 1')
  })

  it('change with what another window does', async () => {
    await openWindow()
    fake.library.projects = fake.library.projects.slice(0, 2)
    fake.push('project.changed', {})
    await flushPromises()
    expect(all('project-card')).toHaveLength(2)
  })
})

describe('files', () => {
  it('are imported as projects', async () => {
    await openWindow()
    await choose('project-file', 'from-min.hostdown', 'all of it')
    await vi.waitFor(() => expect(names()).toContain('from-min'))
    expect(asked('project.import')).toEqual([{ fileName: 'from-min.hostdown', base64: btoa('all of it') }])
  })

  it('that are cut off say so, and change nothing', async () => {
    await openWindow()
    await choose('project-file', 'torn.hostdown', '')
    await vi.waitFor(() => expect(inPage('problems')?.textContent).toContain('cut off'))
    expect(inPage('problems')?.textContent).toContain('torn.hostdown cannot be imported')
    expect(all('project-card')).toHaveLength(8)
  })

  it('of labs that are wrong list their problems, dropped or chosen', async () => {
    await openWindow()
    const drop = new Event('drop', { bubbles: true, cancelable: true })
    Object.defineProperty(drop, 'dataTransfer', { value: { files: [new File(['hosts: []'], 'mine.lab.yaml')], types: ['Files'] } })
    by('library').element.dispatchEvent(drop)
    await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="problem"]')).toHaveLength(2))
    expect(all('library')).toHaveLength(1)
  })
})

describe('a Library with nothing in it', () => {
  it('runs the first sample at one click', async () => {
    history.replaceState(null, '', '/#/library')
    await openWindow({})
    await by('run-first').trigger('click')
    await flushPromises()
    expect(asked('lab.open')).toEqual([{ sample: 'article' }])
    expect(asked('run.play')).toHaveLength(1)
    expect(all('workbench')).toHaveLength(1)
  })

  it('says that nothing can be kept, why and where', async () => {
    history.replaceState(null, '', '/#/library')
    await openWindow({ problem: { code: 'locked', path: '/data/hostdown.sqlite', text: 'Process 12 holds it' } })
    expect(by('data-problem').text()).toContain('Another Hostdown uses this data folder')
    expect(by('data-problem').text()).toContain('/data/hostdown.sqlite')
    expect(by('data-problem').text()).toContain('Process 12 holds it')
    usePageStore().show('library')
    await flushPromises()
    expect(by('empty-library').text()).toContain('Projects cannot be shown: Another Hostdown uses this data folder')
    expect(by('empty-library').text()).not.toContain('No projects yet')
  })
})

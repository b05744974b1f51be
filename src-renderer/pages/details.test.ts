/** The pane of details: what a VM's failure cost, what DRS may do with it, where the focus goes, and names of hosts with one domain. */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { articleStory } from '../testing/article-run.ts'
import type { FakeStory } from '../testing/fake-story.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { closeWindow, mountWindow, withoutTopology } from '../testing/mount-window.ts'

let fake: FakeRun
let app: VueWrapper
const by = (id: string) => app.get(`[data-testid="${id}"]`)

async function open(vm: object, language: 'en' | 'ko' = 'en', story: FakeStory = articleStory): Promise<void> {
  localStorage.setItem('hostdown.window', JSON.stringify({ language, theme: 'light' }))
  fake = new FakeRun({ ...story, vm: () => vm })
  app = mountWindow(fake, { language, stubs: withoutTopology })
  await flushPromises()
  fake.goTo(90_000)
  await flushPromises()
  const row = app.findAll('[data-testid="tree-row"]').find((each) => each.attributes('data-name') === 'VM1')
  await row?.trigger('click')
  await flushPromises()
}
afterEach(() => {
  closeWindow(fake, app)
})

async function press(key: string): Promise<void> {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await flushPromises()
}

describe('details of a VM', () => {
  it('tell downtime and outage for clients apart, before all settings', async () => {
    await open({ downtimeMs: 28_000, clientOutageMs: 88_000, drsAutomation: 'manual' })
    await by('tab-summary').trigger('click')
    await vi.waitFor(() => expect(app.text()).toContain('Downtime'))
    const names = app.findAll('#inspector-body dt').map((name) => name.text())
    expect(names.slice(0, 4)).toEqual(['Power', 'Guest OS', 'Downtime', 'Outage for clients'])
    const values = app.findAll('#inspector-body dd').map((value) => value.text())
    expect([values[2], values[3]]).toMatchObject([
      expect.stringMatching(/28 s.*the boot afterwards does not count/s) as string,
      expect.stringMatching(/1 min 28 s.*with the boot/s) as string,
    ])
    expect(values[names.indexOf('DRS automation level')]).toBe('Manual')
  })

  it('say that DRS does not move a VM whose automation level is disabled', async () => {
    await open({ drsAutomation: 'disabled' }, 'ko')
    await press('w')
    await vi.waitFor(() => expect(by('why-pinned').text()).toContain('자동화 수준이 ‘사용 안 함’'))
    expect(by('why-pinned').text()).toContain('DRS-003')
  })

  it('say nothing of it of any other', async () => {
    await open({ drsAutomation: 'fullyAutomated' })
    await press('w')
    await vi.waitFor(() => expect(app.findAll('[data-testid="why-step"]').length).toBeGreaterThan(0))
    expect(app.find('[data-testid="why-pinned"]').exists()).toBe(false)
  })

  it('take the focus along where a key changes the tab', async () => {
    await open({})
    await by('tab-summary').trigger('click')
    ;(by('tab-summary').element as HTMLElement).focus()
    await press('w')
    expect(document.activeElement?.id).toBe('tab-why')
  })
})

describe('names of hosts with one domain', () => {
  const domain = '.dc.example.com'
  const inDomain = <T>(of: T): T => JSON.parse(JSON.stringify(of).replaceAll(/Host ([ABC])/g, `esx-$1${domain}`)) as T

  it('are short in the tree and all over the HA tab, and whole for what reads them out', async () => {
    const { lab, events, frame, cluster } = articleStory
    await open({}, 'en', {
      ...articleStory,
      lab: inDomain(lab),
      events: inDomain(events),
      frame: (t, shown) => inDomain(frame(t, shown)),
      ...(cluster !== undefined && { cluster: (t: number) => inDomain(cluster(t)) }),
    })
    const rows = app.findAll('[data-testid="tree-row"][data-kind="host"]')
    expect(rows.map((row) => [row.attributes('data-name'), row.get('.name').text(), row.get('.name').attributes('title')])).toEqual(
      ['A', 'B', 'C'].map((letter) => [`esx-${letter}${domain}`, `esx-${letter}`, `esx-${letter}${domain}`]),
    )
    expect(rows[0]?.attributes('aria-label')).toContain(`esx-A${domain}`)
    fake.goTo(80_000)
    await by('tab-ha').trigger('click')
    await flushPromises()
    expect(by('decision-table').text()).toContain('esx-A')
    expect(by('restart-queue').text()).toContain('esx-B')
    // Sentences of the log keep whole names.
    const short = app.findAll('#inspector-body :is(table, button, h4)').map((part) => part.text())
    expect(short.filter((text) => text.includes(domain))).toEqual([])
  })
})

/** The pane of details of a VM: what it cost, what DRS may do with it, and where the focus goes. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, describe, expect, it, vi } from 'vitest'
import App from '../App.vue'
import { installApi } from '../api/client.ts'
import { createTexts } from '../i18n/index.ts'
import { articleStory, FakeRun } from '../testing/fake-transport.ts'

vi.mock('../panels/topology/TopologyView.vue', () => ({ default: { template: '<div />' } }))

let fake: FakeRun
let app: VueWrapper
const by = (id: string) => app.get(`[data-testid="${id}"]`)

async function open(vm: object, language: 'en' | 'ko' = 'en'): Promise<void> {
  localStorage.setItem('hostdown.window', JSON.stringify({ language, theme: 'light' }))
  fake = new FakeRun({ ...articleStory, vm: () => vm })
  installApi(fake.transport())
  app = mount(App, { global: { plugins: [createPinia(), createTexts(language)] }, attachTo: document.body })
  await flushPromises()
  fake.goTo(90_000)
  await flushPromises()
  const row = app.findAll('[data-testid="tree-row"]').find((each) => each.attributes('data-name') === 'VM1')
  await row?.trigger('click')
  await flushPromises()
}
afterEach(() => {
  fake.stop()
  app.unmount()
  localStorage.clear()
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

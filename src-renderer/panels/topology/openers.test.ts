import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { layerNames, type Layers } from '../../graph/scene.ts'
import { createTexts } from '../../i18n/index.ts'
import ExportMenu from './ExportMenu.vue'
import TopologyLayers from './TopologyLayers.vue'

const layers = Object.fromEntries(layerNames.map((name) => [name, true])) as Layers
const openers = { layers: [TopologyLayers, { layers }], 'export-menu': [ExportMenu, {}] } as const

let shown: VueWrapper
afterEach(() => {
  shown.unmount()
  document.body.innerHTML = ''
})

it.each(Object.entries(openers))(
  '%s has the focus once it is pressed: the ring does not stay at what was open before',
  async (id, [component, props]) => {
    shown = mount(component as never, { props: props as never, global: { plugins: [createPinia(), createTexts('en')] }, attachTo: document.body })
    const down = new MouseEvent('mousedown', { bubbles: true, cancelable: true })
    shown.get(`[data-testid="${id}"]`).element.dispatchEvent(down)
    expect(down.defaultPrevented).toBe(false)
    await shown.get(`[data-testid="${id}"]`).trigger('click')
    expect(document.body.textContent).toContain(id === 'layers' ? 'Layers' : 'PNG')
  },
)

import { createPinia, setActivePinia } from 'pinia'
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { DatastoreState } from '../../../../src-main/contract/state.ts'
import { createTexts } from '../../../i18n/index.ts'
import { usePrefsStore } from '../../../stores/prefs.ts'
import { articleFrame } from '../../../testing/article-run.ts'
import SpaceBar from './SpaceBar.vue'

const GIB = 1_073_741_824
const datastore = articleFrame(0, 1).datastores['ds-01'] as DatastoreState

function show(more: Partial<DatastoreState>) {
  const state = { ...datastore, usedBytes: 40 * GIB, diskBytes: 40 * GIB, ...more }
  setActivePinia(createPinia())
  usePrefsStore().language = 'en'
  return mount(SpaceBar, { props: { state }, global: { plugins: [createTexts('en')] } })
}

it('has a bar only where there is something that it could fill', () => {
  const limited = show({ capacityBytes: 160 * GIB, freeBytes: 120 * GIB })
  expect(limited.get('[data-testid="space-bar"] .disks').attributes('style')).toContain('25%')
  expect(limited.text()).toContain('120 GiB free')
  const unlimited = show({ capacityBytes: null, freeBytes: null })
  expect(unlimited.find('[data-testid="space-bar"]').exists()).toBe(false)
  expect(unlimited.text()).toBe('40 GiB used, no limit')
})

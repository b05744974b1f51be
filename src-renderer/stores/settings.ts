/** The Settings dialog: what it shows, and the copies of what is kept. What a person chooses there lives in `prefs.ts`. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ApiOutput, StoreBackup } from '../../src-main/contract/api.ts'
import { useApi } from '../api/client.ts'
import { useNoticeStore } from './notices.ts'
import { usePageStore } from './page.ts'
import { usePrefsStore } from './prefs.ts'
import { useProjectsStore } from './projects.ts'
import { useRunStore } from './run.ts'

export const settingsSections = ['general', 'data', 'about'] as const
export type SettingsSection = (typeof settingsSections)[number]
export type Licences = ApiOutput<'app.licences'>

export const useSettingsStore = defineStore('settings', () => {
  const api = useApi()
  const run = useRunStore()
  const page = usePageStore()
  const prefs = usePrefsStore()
  const projects = useProjectsStore()
  const notices = useNoticeStore()

  const shown = ref(false)
  const section = ref<SettingsSection>('general')
  const backups = shallowRef<readonly StoreBackup[]>([])
  const licences = shallowRef<Licences | null>(null)
  const busy = ref(false)

  function open(at: SettingsSection = 'general'): void {
    section.value = at
    shown.value = true
  }

  async function loadData(): Promise<void> {
    const info = await run.attempt(() => api.invoke('app.info', {}))
    if (info !== null) run.info = info
    const copies = await run.attempt(() => api.invoke('store.backups', {}))
    if (copies !== null) backups.value = copies
  }

  async function loadLicences(): Promise<void> {
    licences.value ??= await run.attempt(() => api.invoke('app.licences', {}))
  }

  async function backUp(): Promise<void> {
    busy.value = true
    const copy = await run.attempt(() => api.invoke('store.backup', {}))
    busy.value = false
    if (copy !== null) await loadData()
  }

  /** Puts a copy in place of what is kept. The run that was open is closed by it; the Library shows what there is now. */
  async function restore(copy: StoreBackup): Promise<void> {
    busy.value = true
    const done = await run.attempt(() => api.invoke('store.restore', { fileName: copy.fileName }))
    busy.value = false
    if (done === null) return
    run.close()
    shown.value = false
    page.show('library')
    await loadData()
    if (run.info !== null) prefs.apply(run.info.settings)
    await projects.load()
    notices.post('info', { key: 'settings.restored' })
  }

  return { shown, section, backups, licences, busy, open, loadData, loadLicences, backUp, restore }
})

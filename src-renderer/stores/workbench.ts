/** What of the workbench is open, and what its panes can be asked to do: actions reach them through here. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Picture } from '../graph/picture.ts'

export type WorkbenchDialog = 'palette' | 'keys' | 'bookmark' | 'report' | 'tour' | 'command' | 'configure'
export type BarPopoverName = 'branches' | 'bookmarks' | 'saved' | 'faults'
export const bottomTabs = ['events', 'tasks', 'alarms'] as const
export type BottomTab = (typeof bottomTabs)[number]

/** Offered by panes that are shown; an action whose pane is not there does nothing. */
export interface WorkbenchViews {
  readonly focusSearch: () => void
  readonly openMenu: () => void
  readonly fit: () => void
  readonly zoomBy: (factor: number) => void
  readonly openFile: () => void
  /** Null before there is anything to see. */
  readonly picture: () => Picture | null
}

export const useWorkbenchStore = defineStore('workbench', () => {
  const dialog = ref<WorkbenchDialog | null>(null)
  const popover = ref<BarPopoverName | null>(null)
  const bottomTab = ref<BottomTab>('events')
  let views: Partial<WorkbenchViews> = {}

  function offer(offered: Partial<WorkbenchViews>): () => void {
    views = { ...views, ...offered }
    return () => (views = Object.fromEntries(Object.entries(views).filter(([name, view]) => offered[name as keyof WorkbenchViews] !== view)))
  }

  function view<K extends keyof WorkbenchViews>(name: K): WorkbenchViews[K] | undefined {
    return views[name]
  }

  function toggle(name: BarPopoverName): void {
    popover.value = popover.value === name ? null : name
  }

  return { dialog, popover, bottomTab, offer, view, toggle }
})

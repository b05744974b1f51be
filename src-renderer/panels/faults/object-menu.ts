/** The menu of an object: opened from the tree, the topology or a table, shown once by ObjectMenu.vue. */
import { shallowRef } from 'vue'
import type { ObjectRef } from '../../stores/selection.ts'

export interface OpenMenu {
  readonly object: ObjectRef
  readonly x: number
  readonly y: number
}

export const openMenu = shallowRef<OpenMenu | null>(null)

export function openObjectMenu(object: ObjectRef, x: number, y: number): void {
  openMenu.value = { object, x, y }
}

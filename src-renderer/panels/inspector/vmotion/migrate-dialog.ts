/** The dialog that migrates a VM: opened from its tab or its menu, shown once by MigrateDialog.vue. */
import { shallowRef } from 'vue'

export const migratingVm = shallowRef<string | null>(null)

export function openMigrate(vm: string): void {
  migratingVm.value = vm
}

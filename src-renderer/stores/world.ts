/** The mirror of the cluster, with counters that rise when it changed: views read the mirror inside what depends on them. */
import { defineStore } from 'pinia'
import { markRaw, ref } from 'vue'
import type { LabSummary, RunFrame } from '../../src-main/contract/api.ts'
import { WorldMirror } from './world-mirror.ts'

export const useWorldStore = defineStore('world', () => {
  const mirror = markRaw(new WorldMirror())
  /** Rises with every frame. */
  const revision = ref(0)
  /** Rises when a VM changed its host, or a lab was opened. */
  const placement = ref(0)
  /** Rises when another run was opened: layouts start over. */
  const opened = ref(0)

  function open(lab: LabSummary, frame: RunFrame, homes: ReadonlyMap<string, string>): void {
    mirror.reset(lab, frame, homes)
    revision.value++
    placement.value++
    opened.value++
  }

  function resync(frame: RunFrame): void {
    mirror.resync(frame)
    revision.value++
    placement.value++
  }

  function apply(frame: RunFrame): void {
    const touched = mirror.apply(frame)
    revision.value++
    if (touched.placement) placement.value++
  }

  return { mirror, revision, placement, opened, open, resync, apply }
})

/** One selection: what is selected here is selected in the tree, the topology, the lists and the panels. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { LabEvent } from '../../src-main/contract/events.ts'
import { eventObjects } from '../../src-main/contract/texts/events.ts'

export type ObjectKind = 'cluster' | 'vcenter' | 'host' | 'vm' | 'datastore' | 'network'
export interface ObjectRef {
  readonly kind: ObjectKind
  readonly name: string
}
export const inspectorTabs = ['summary', 'properties', 'ha', 'drs', 'vmotion', 'snapshots', 'ft', 'storage', 'why'] as const
export type InspectorTab = (typeof inspectorTabs)[number]

/** What the Why tab explains: an event, or the state of a VM or host at the instant shown. */
export type WhyTarget = { readonly seq: number } | { readonly kind: 'vm' | 'host'; readonly name: string }

export function objectKey(object: ObjectRef): string {
  return `${object.kind}:${object.name}`
}

/** Objects that an event is about, the most telling first. */
export function objectsOf(event: LabEvent): ObjectRef[] {
  const objects = eventObjects(event)
  const network = event['network']
  return [
    ...objects.vms.map((name): ObjectRef => ({ kind: 'vm', name })),
    ...objects.hosts.map((name): ObjectRef => ({ kind: 'host', name })),
    ...objects.datastores.map((name): ObjectRef => ({ kind: 'datastore', name })),
    ...(typeof network === 'string' ? [{ kind: 'network', name: network } as const] : []),
  ]
}

export const useSelectionStore = defineStore('selection', () => {
  const object = shallowRef<ObjectRef | null>(null)
  const eventSeq = ref<number | null>(null)
  /** All objects to mark: the selected one, or those of the selected event. */
  const marked = shallowRef<ReadonlySet<string>>(new Set())
  const tab = ref<InspectorTab>('ha')
  const why = shallowRef<WhyTarget | null>(null)
  /** Rises when a view should bring the selection into sight. */
  const reveal = ref(0)

  const key = computed(() => (object.value === null ? null : objectKey(object.value)))

  function select(next: ObjectRef | null, options: { readonly keepTab?: boolean } = {}): void {
    object.value = next
    eventSeq.value = null
    marked.value = next === null ? new Set() : new Set([objectKey(next)])
    const explainable = next !== null && (next.kind === 'vm' || next.kind === 'host')
    why.value = explainable ? { kind: next.kind as 'vm' | 'host', name: next.name } : null
    // The HA tab shows the cluster with the object marked; only the Why of something else would be stale.
    if (options.keepTab !== true && tab.value === 'why' && !explainable) tab.value = 'summary'
    reveal.value++
  }

  function selectEvent(event: LabEvent): void {
    const objects = objectsOf(event)
    object.value = objects[0] ?? null
    marked.value = new Set(objects.map(objectKey))
    eventSeq.value = event.seq
    why.value = { seq: event.seq }
    tab.value = 'why'
    reveal.value++
  }

  function explain(target: WhyTarget): void {
    if ('kind' in target) select({ kind: target.kind, name: target.name }, { keepTab: true })
    why.value = target
    tab.value = 'why'
  }

  function clear(): void {
    select(null)
    why.value = null
  }

  return { object, key, marked, eventSeq, tab, why, reveal, select, selectEvent, explain, clear }
})

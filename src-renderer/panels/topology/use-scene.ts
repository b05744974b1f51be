/** What the topology shows at the instant shown: who stands where, which layers are on, what hangs over it. Painted by `use-painter.ts`. */
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { usePending } from '../../composables/use-pending.ts'
import { tearOf, type Tear } from '../../graph/draw-partitions.ts'
import { allPathsMax } from '../../graph/draw-storage.ts'
import { nodesOf, pathsOf, type NodeSpec } from '../../graph/elements.ts'
import { layoutTopology, type TopologyLayout } from '../../graph/layout.ts'
import type { VmArc } from '../../graph/overlay.ts'
import { gridsOf, lockGroups, type Layers, type Point, type Scene } from '../../graph/scene.ts'
import { SlotBook } from '../../graph/slots.ts'
import type { Graph } from '../../graph/use-graph.ts'
import { usePrefsStore } from '../../stores/prefs.ts'
import { useRunStore } from '../../stores/run.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { useWorldStore } from '../../stores/world.ts'
import { tokens } from '../../styles/tokens.ts'
import { loadPositions, savePositions, type Positions } from './positions.ts'
import type { SceneWords } from './use-scene-texts.ts'
import type { useRules } from './use-rules.ts'
import type { useTints } from './use-tints.ts'

/** Locks are drawn up to this many VMs. */
const locksMax = 500

export interface SceneParts {
  readonly graph: () => Graph | null
  readonly layers: ComputedRef<Layers>
  readonly words: SceneWords
  readonly tints: ReturnType<typeof useTints>
  readonly rules: ReturnType<typeof useRules>
  /** The scene is another one. */
  readonly changed: () => void
}

export interface TopologyScene {
  /** Null before there is anything to show. */
  readonly scene: () => Scene | null
  readonly layout: () => TopologyLayout | null
  readonly arcs: () => readonly VmArc[]
  /** The network that is torn just now. */
  readonly tear: ShallowRef<Tear | null>
  /** Where nodes were dragged to. */
  readonly positions: ShallowRef<Positions>
  /** Another run: everything gets its place. */
  readonly arrange: () => void
  /** The scene of the instant shown; what is costly is only made where it is seen. */
  readonly refresh: () => void
  /** VMs have come, gone or moved. */
  readonly seat: () => void
  readonly drop: (id: string, at: Point) => void
  readonly resetPositions: () => void
  /** Index of the VM under the pointer, -1: none. */
  readonly hover: (vm: number) => void
}

export function useScene({ graph, layers, words, tints, rules, changed }: SceneParts): TopologyScene {
  const run = useRunStore()
  const world = useWorldStore()
  const selection = useSelectionStore()
  const prefs = usePrefsStore()
  const pending = usePending()
  const colours = computed(() => tokens[prefs.theme])
  const tear = shallowRef<Tear | null>(null)
  const positions = shallowRef<Positions>(new Map())

  let layout: TopologyLayout | null = null
  let slots = new SlotBook(true)
  let scene: Scene | null = null
  let nodes: NodeSpec[] = []
  let arcs: VmArc[] = []
  let hoverVm = -1

  function placement() {
    const { mirror } = world
    return { vmHost: mirror.vmHost, vmHome: mirror.vmHome, vmCount: mirror.vmNames.length, hostCount: mirror.hostNames.length }
  }

  function arrange(): void {
    const { lab } = run
    if (lab === null) return
    const groups = world.mirror.vmsByHost()
    layout = layoutTopology({
      hosts: lab.hosts.map((host) => ({ name: host.name, faultDomain: host.faultDomain, vms: groups.get(host.name)?.length ?? 0 })),
      vmCount: lab.vms.length,
      datastores: lab.datastores.map((datastore) => datastore.name),
      networks: lab.networks,
    })
    slots = new SlotBook(layout.mode === 'chips')
    slots.reset(placement())
    positions.value = loadPositions(projectKey())
    nodes = placed(nodesOf(layout))
    hoverVm = -1
    graph()?.setElements(nodes)
  }

  function projectKey(): string {
    return run.project === null ? `lab:${run.lab?.name ?? ''}` : String(run.project.id)
  }

  function placed(specs: readonly NodeSpec[]): NodeSpec[] {
    return specs.map((spec) => ({ ...spec, ...(spec.grabbable ? positions.value.get(spec.id) : undefined) }))
  }

  function keep(next: Positions): void {
    positions.value = next
    savePositions(projectKey(), next)
  }

  function drop(id: string, at: Point): void {
    keep(new Map(positions.value).set(id, { x: Math.round(at.x), y: Math.round(at.y) }))
    nodes = placed(nodes)
  }

  function resetPositions(): void {
    if (layout === null) return
    keep(new Map())
    nodes = nodesOf(layout)
    refresh()
  }

  function refresh(): void {
    const drawn = graph()
    if (layout === null || drawn === null) return
    const { mirror } = world
    arcs = words.arcs(layers.value)
    scene = {
      colours: colours.value,
      layout,
      mirror,
      slots,
      grids: gridsOf(layout, slots, mirror.hostNames.length),
      layers: layers.value,
      marked: selection.marked,
      texts: words.sceneTexts.value,
      notes: words.hostNotes(),
      locks: layers.value.locks && mirror.vms.size <= locksMax ? lockGroups(mirror) : [],
      pending: pending.vms.value,
      tints: tints.value,
      rules: rules.sights.value,
      islands: pending.islands.value,
      hoverVm,
      centres: drawn.centres,
    }
    setTear(layers.value.network ? tearOf(scene) : null)
    drawn.setElements([...nodes, ...pathsOf(mirror.datastores, pathFocus(), (host) => mirror.hosts.get(host)?.power === 'on')])
    changed()
  }

  /** Labels are made anew only where there is something else to read on them. */
  function setTear(next: Tear | null): void {
    if (JSON.stringify(next) !== JSON.stringify(tear.value)) tear.value = next
  }

  /** In a small lab the canvas shows all paths by itself. */
  function pathFocus(): Set<string> {
    if (world.mirror.hosts.size * world.mirror.datastores.size <= allPathsMax) return new Set()
    return new Set([...selection.marked].filter((id) => id.startsWith('host:') || id.startsWith('datastore:')))
  }

  function hover(vm: number): void {
    if (vm === hoverVm || scene === null) return
    hoverVm = vm
    scene = { ...scene, hoverVm }
    if (scene.layout.mode === 'chips') changed()
  }

  return {
    scene: () => scene,
    layout: () => layout,
    arcs: () => arcs,
    tear,
    positions,
    arrange,
    refresh,
    seat: () => slots.update(placement()),
    drop,
    resetPositions,
    hover,
  }
}

/** Which part of the topology is looked at: all of it, until the person pans or zooms; what is selected or found is brought into sight. */
import { watch, type Ref } from 'vue'
import type { TopologyLayout } from '../../graph/layout.ts'
import { boxOfObject, hostBounds, sceneBounds, type Point, type Scene } from '../../graph/scene.ts'
import type { Graph } from '../../graph/use-graph.ts'
import { usePrefsStore } from '../../stores/prefs.ts'
import { useSelectionStore } from '../../stores/selection.ts'

/** A VM that is found or centred on is shown large enough for its name to be read. */
const readableZoom = { chips: 0.6, tiles: 4 } as const
const hostZoom = 0.5
/** A pane that is narrower is not laid out yet, CSS pixels. */
const leastWidth = 10

export interface SightParts {
  readonly graph: () => Graph | null
  readonly scene: () => Scene | null
  readonly layout: () => TopologyLayout | null
  readonly width: Ref<number>
  readonly height: Ref<number>
  /** Height at the foot that something else covers. */
  readonly foot: Ref<number>
  /** Where it leaves too little for all to be read, datastores may lie below it. */
  readonly hostsFirst: () => boolean
}

export interface Sight {
  readonly fit: (animated: boolean) => void
  /** Another run is shown: all of it, as soon as there is room. */
  readonly reset: () => void
  /** The person panned or zoomed. */
  readonly touch: () => void
  readonly goTo: (point: Point) => void
  /** Brings the selected object to the middle, large enough to be read. */
  readonly centre: () => void
}

export function useSight({ graph, scene, layout, width, height, foot, hostsFirst }: SightParts): Sight {
  const prefs = usePrefsStore()
  const selection = useSelectionStore()
  let fitted = false
  /** The view is as it was fitted: it may be fitted again when there is more room. */
  let untouched = false

  function fit(animated: boolean): void {
    const [drawn, laidOut] = [graph(), layout()]
    if (laidOut === null || drawn === null || width.value < leastWidth) return
    const placed = { layout: laidOut, centres: drawn.centres }
    const all = sceneBounds(placed)
    const isTight = foot.value > 0 && hostsFirst() && drawn.fittingZoom(all, foot.value) < readableZoom.chips
    drawn.fit(isTight ? hostBounds(placed) : all, { foot: foot.value, animated: animated && !prefs.reducedMotion })
    untouched = true
    fitted = true
  }

  function reset(): void {
    fitted = false
    fit(false)
  }

  function touch(): void {
    untouched = false
  }

  function goTo(point: Point): void {
    touch()
    graph()?.centreAt(point)
  }

  function centre(): void {
    const { object } = selection
    const now = scene()
    const box = object === null || now === null ? null : boxOfObject(now, object)
    if (object === null || now === null || box === null) return
    touch()
    graph()?.centreOn(box, object.kind === 'vm' ? readableZoom[now.layout.mode] : hostZoom)
  }

  function reveal(): void {
    const { object } = selection
    const now = scene()
    if (now === null || object === null || !fitted || (object.kind !== 'vm' && object.kind !== 'host')) return
    const box = boxOfObject(now, object)
    if (box !== null) graph()?.reveal(box)
  }

  watch(() => selection.reveal, reveal, { flush: 'post' })
  watch([width, height], () => {
    graph()?.resize()
    if (!fitted || untouched) fit(false)
  })
  watch(foot, () => {
    if (untouched) fit(true)
  })

  return { fit, reset, touch, goTo, centre }
}

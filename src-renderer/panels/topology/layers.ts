/** Which layers of the topology are drawn. Pure; the settings keep those that are off. */
import { layerNames, type LayerName, type Layers } from '../../graph/scene.ts'

/** A card has one colour: of these at most one is on. */
const heats: readonly LayerName[] = ['heat', 'heatMemory', 'heatScore']

export function layersWithout(hidden: readonly string[]): Layers {
  return Object.fromEntries(layerNames.map((name) => [name, !hidden.includes(name)])) as Layers
}

/** The layers that are off after one was switched. */
export function switched(hidden: readonly string[], name: LayerName): string[] {
  if (!hidden.includes(name)) return [...hidden, name]
  const others = heats.includes(name) ? heats.filter((heat) => heat !== name && !hidden.includes(heat)) : []
  return [...hidden.filter((other) => other !== name), ...others]
}

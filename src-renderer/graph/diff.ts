/** What has to be done to turn the elements that are shown into those that should be. */
import type { ElementSpec } from './elements.ts'

export interface ElementPatch {
  readonly add: readonly ElementSpec[]
  readonly remove: readonly string[]
  readonly update: readonly ElementSpec[]
}

function same(a: ElementSpec, b: ElementSpec): boolean {
  if (a.group === 'edges' && b.group === 'edges') return a.source === b.source && a.target === b.target && a.state === b.state
  if (a.group === 'nodes' && b.group === 'nodes') return a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h && a.name === b.name
  return false
}

export function diffElements(shown: ReadonlyMap<string, ElementSpec>, wanted: readonly ElementSpec[]): ElementPatch {
  const keep = new Set<string>()
  const add: ElementSpec[] = []
  const update: ElementSpec[] = []
  for (const element of wanted) {
    keep.add(element.id)
    const old = shown.get(element.id)
    if (old === undefined) add.push(element)
    else if (!same(old, element)) update.push(element)
  }
  return { add, update, remove: [...shown.keys()].filter((id) => !keep.has(id)) }
}

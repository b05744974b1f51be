/** What a text finds in the topology. Pure. */
import type { SceneObject } from '../../graph/scene.ts'
import type { WorldMirror } from '../../stores/world-mirror.ts'

export const foundMax = 500

/** Objects whose name has the text in it; those that begin with it come first, hosts before the others. */
export function findObjects(mirror: WorldMirror, text: string): readonly SceneObject[] {
  const needle = text.trim().toLowerCase()
  if (needle === '') return []
  const first: SceneObject[] = []
  const rest: SceneObject[] = []
  const look = (kind: SceneObject['kind'], name: string, shown = name): void => {
    if (first.length + rest.length >= foundMax) return
    const at = shown.toLowerCase().indexOf(needle)
    if (at === 0) first.push({ kind, name })
    else if (at > 0) rest.push({ kind, name })
  }
  for (const name of mirror.hosts.keys()) look('host', name)
  for (const name of mirror.datastores.keys()) look('datastore', name)
  for (const name of mirror.networks.keys()) look('network', name)
  look('vcenter', 'vcenter', 'vCenter Server')
  for (const name of mirror.vms.keys()) look('vm', name)
  return [...first, ...rest]
}

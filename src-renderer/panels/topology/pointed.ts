/** What the pointer and the keys mean on a picture of the topology: the same in the workbench and in a comparison. Pure. */
import { vmAtPoint, type Scene } from '../../graph/scene.ts'
import type { GraphPointer } from '../../graph/use-graph.ts'
import type { ObjectRef } from '../../stores/selection.ts'

/** How far an arrow key moves the picture, in CSS pixels. */
export const panKeys: { readonly [key: string]: readonly [number, number] } = {
  ArrowLeft: [60, 0],
  ArrowRight: [-60, 0],
  ArrowUp: [0, 60],
  ArrowDown: [0, -60],
}

/** The node under the pointer, or the VM on it; null: the ground. */
export function pointedObject({ id, at }: GraphPointer, scene: Scene | null): ObjectRef | null {
  if (id === null) return null
  const [kind, ...rest] = id.split(':')
  const name = rest.join(':')
  const vm = kind === 'host' && scene !== null ? vmAtPoint(scene, name, at) : -1
  return vm >= 0 ? { kind: 'vm', name: scene?.mirror.vmNames[vm] ?? '' } : { kind: kind as ObjectRef['kind'], name }
}

export interface Tip {
  /** In CSS pixels of the pane. */
  readonly x: number
  readonly y: number
  readonly name: string
  readonly text: string
}

/** Beside the pointer, and within the pane. */
export function tipAt({ screen }: GraphPointer, object: ObjectRef, text: string, pane: { readonly width: number; readonly height: number }): Tip {
  return {
    x: Math.min(screen.x + 14, pane.width - 230),
    y: Math.min(screen.y + 16, pane.height - 56),
    name: object.kind === 'vcenter' ? 'vCenter Server' : object.name,
    text,
  }
}

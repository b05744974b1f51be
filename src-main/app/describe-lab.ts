import { outlineOf } from '../projects/outline.ts'
import { readLab } from '../runs/read-lab.ts'
import type { LabSource } from '../runs/protocol.ts'
import type { LabDescription } from './lab-shelf.ts'

/** What a list of labs shows; null where the lab does not parse. */
export function describeLab(source: LabSource): LabDescription | null {
  const result = readLab(source)
  if (!result.ok) return null
  const { name, nameKo, description, descriptionKo } = result.lab
  return { name, nameKo, description, descriptionKo, thumbnail: outlineOf(result.lab).thumbnail }
}

import { readLab } from '../runs/read-lab.ts'
import type { LabSource } from '../runs/protocol.ts'

/** Name and description as a list of labs shows them; null where the lab does not parse. */
export function describeLab(source: LabSource): { readonly name: string; readonly description: string } | null {
  const result = readLab(source)
  return result.ok ? { name: result.lab.name, description: result.lab.description } : null
}

/** Settings as they are at the instant shown, as a form has them: those that the engine has then. Durations in ms. */
import type { SettingsKind } from '../contract/api-guided.ts'
import type { Simulation } from '../engine/index.ts'

/** Null: there is none of that name. */
export function settingsNow(simulation: Simulation, kind: SettingsKind, name: string): Readonly<Record<string, unknown>> | null {
  const read = {
    cluster: () => simulation.clusterConfig(),
    host: () => simulation.hostConfig(name),
    vm: () => simulation.vmConfig(name),
    pool: () => simulation.poolConfig(name),
  } satisfies { readonly [K in SettingsKind]: () => object | null }
  return read[kind]() as Readonly<Record<string, unknown>> | null
}

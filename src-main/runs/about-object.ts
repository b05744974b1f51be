import type { ApiInput } from '../contract/api.ts'
import type { LabEvent } from '../contract/events.ts'
import { eventObjects } from '../contract/texts/events.ts'
import { namesIn } from '../contract/texts/fields.ts'
import { targetsOf } from '../contract/texts/targets.ts'

const fields = { host: 'hosts', vm: 'vms', datastore: 'datastores' } as const

/** Whether an event names that object. */
export function aboutObject({ kind, name }: NonNullable<ApiInput<'run.step'>['of']>): (event: LabEvent) => boolean {
  if (kind === 'network') return (event) => namesIn(targetsOf(event)['network']).includes(name)
  return (event) => eventObjects(event)[fields[kind]].includes(name)
}

/** Names of hosts where there is little room: without the domain that all of them share. The whole name belongs into the tip. */
import { computed, type ComputedRef } from 'vue'
import { useWorldStore } from '../stores/world.ts'

/** `.dc.example.com`, or empty where hosts have none or are not all of one. Addresses have no domain. */
export function sharedDomain(names: readonly string[]): string {
  const [first] = names
  const dot = first?.indexOf('.') ?? -1
  if (first === undefined || names.length < 2 || dot < 1) return ''
  const domain = first.slice(dot)
  return names.every((name) => name.indexOf('.') > 0 && name.slice(name.indexOf('.')) === domain && !/^\d+\./.test(name)) ? domain : ''
}

/** A name without the domain that all of `names` share. */
export function shortOf(names: readonly string[]): (name: string) => string {
  const domain = sharedDomain(names)
  return (name) => (domain !== '' && name.endsWith(domain) ? name.slice(0, -domain.length) : name)
}

export function useHostNames(): ComputedRef<(name: string) => string> {
  const world = useWorldStore()
  return computed(() => {
    void world.revision
    return shortOf(world.mirror.hostNames)
  })
}

/** Which datastores a host heartbeats to: HA-032 to HA-034. */
export interface DatastoreOption {
  readonly name: string
  readonly order: number
  readonly vmfs: boolean
  readonly array: string
  /** Members that have it mounted. */
  readonly hosts: readonly string[]
}

export interface HeartbeatRules {
  /** How many each host should have. */
  readonly wanted: number
  readonly policy: 'automatic' | 'preferred' | 'only'
  readonly preferred: readonly string[]
  readonly differentArraysFirst: boolean
  readonly vmfsFirst: boolean
  readonly onlyListed: boolean
}

/** Ranks once, and then chooses for each host: names in the order of choice; fewer than wanted where there are not enough. */
export function heartbeatDatastoresFor(options: readonly DatastoreOption[], rules: HeartbeatRules): (host: string) => string[] {
  const listed = (option: DatastoreOption): boolean => rules.preferred.includes(option.name)
  const only = rules.policy === 'only' && rules.onlyListed
  const feasible = options.filter((option) => option.hosts.length > 1 && (!only || listed(option)))
  const preferring = rules.policy === 'preferred' && rules.preferred.length > 0
  const ranked = [...feasible].sort((a, b) => {
    if (preferring && listed(a) !== listed(b)) return listed(a) ? -1 : 1
    if (a.hosts.length !== b.hosts.length) return b.hosts.length - a.hosts.length
    if (rules.vmfsFirst && a.vmfs !== b.vmfs) return a.vmfs ? -1 : 1
    return a.order - b.order
  })
  return (host) =>
    choose(
      ranked.filter((option) => option.hosts.includes(host)),
      rules,
    )
}

function choose(ranked: readonly DatastoreOption[], rules: HeartbeatRules): string[] {
  const chosen: DatastoreOption[] = []
  while (chosen.length < rules.wanted && chosen.length < ranked.length) {
    const left = ranked.filter((option) => !chosen.includes(option))
    const arrays = new Set(chosen.map((option) => option.array))
    const fresh = rules.differentArraysFirst ? left.find((option) => !arrays.has(option.array)) : undefined
    chosen.push((fresh ?? left[0]) as DatastoreOption)
  }
  return chosen.map((option) => option.name)
}

/** Resource pools and DRS in the state at an instant (contract, section 5). */

/** A resource pool: its settings, what is reserved of it (DRS-021), and what it gets now (DRS-030). */
export interface PoolState {
  readonly status: 'green' | 'red'
  /** Null: directly under the root. */
  readonly parent: string | null
  readonly cpuShares: number
  /** With scalable shares that of its children (DRS-041). */
  readonly cpuSharesEffective: number
  readonly cpuReservationMHz: number
  readonly cpuReservationUsedMHz: number
  /** With what its ancestors can lend. */
  readonly cpuUnreservedMHz: number
  readonly cpuEntitlementMHz: number
  /** Null: unlimited. */
  readonly cpuLimitMHz: number | null
  readonly cpuExpandable: boolean
  /** Of the VMs below it. */
  readonly cpuDemandMHz: number
  readonly memoryShares: number
  readonly memorySharesEffective: number
  readonly memoryReservationMiB: number
  readonly memoryReservationUsedMiB: number
  readonly memoryUnreservedMiB: number
  readonly memoryEntitlementMiB: number
  readonly memoryLimitMiB: number | null
  readonly memoryExpandable: boolean
  readonly memoryDemandMiB: number
}

export const recommendationKinds = ['migrate', 'powerOn', 'hostPowerOn', 'hostPowerOff'] as const
export type RecommendationKind = (typeof recommendationKinds)[number]
export const drsSilences = ['vcenterDown', 'noAgents'] as const
export const dpmAutomations = ['off', 'manual', 'automatic'] as const

/** What DRS recommends and nobody has applied yet: the fields of `drs.recommendation`. */
export interface RecommendationState {
  readonly id: string
  readonly kind: RecommendationKind
  readonly vm: string | null
  readonly from: string | null
  readonly to: string | null
  readonly host: string | null
  /** 1 mandatory … 5. */
  readonly priority: number
  /** 6 − priority (DRS-007). */
  readonly rating: number
  /** A code of DRS-011. */
  readonly reason: string
  /** Of a power-on: hosts that exclude each other, best first. */
  readonly hosts: readonly { readonly host: string; readonly rating: number }[]
  readonly group: readonly string[]
  /** Recommendations that are carried out before it. */
  readonly prerequisites: readonly string[]
  /** Drop of imbalance (classic) or net points (score); null where it does not balance. */
  readonly gain: number | null
  readonly migrationTimeMs: number | null
  readonly costMHzSeconds: number | null
  readonly benefitMHzSeconds: number | null
  readonly sinceMs: number
  /** When it expires (DRS-012); null: it does not. */
  readonly expiresAtMs: number | null
}

/** What keeps DRS from doing something (DRS-097): the fields of `drs.fault`. */
export interface DrsFaultState {
  readonly vm: string | null
  readonly host: string | null
  readonly rule: string | null
  readonly reason: string
  readonly sinceMs: number
}

export const scoreBuckets = ['0-20', '21-40', '41-60', '61-80', '81-100'] as const

/** DRS of the cluster. Scores are null under classic, imbalance and target under drsScore. */
export interface DrsState {
  readonly algorithm: 'drsScore' | 'classic'
  readonly automation: 'manual' | 'partiallyAutomated' | 'fullyAutomated'
  readonly migrationThreshold: number
  /** Percent. */
  readonly score: number | null
  readonly numVmsPerDrsScoreBucket: { readonly [K in (typeof scoreBuckets)[number]]: number } | null
  readonly imbalance: number | null
  readonly target: number | null
  /** Thousandths. */
  readonly currentBalance: number | null
  readonly targetBalance: number | null
  readonly vmotionRate: number
  readonly nextPassAtMs: number | null
  /** Why it does nothing although it is on (DRS-096, DRS-109); null: it works. */
  readonly silentBecause: (typeof drsSilences)[number] | null
  readonly dpm: {
    readonly lowPercent: number
    readonly highPercent: number
    /** Of each host that is on, as a power-on counts it (DRS-087): CPU or memory, whichever is scarcer. Empty while DPM is off. */
    readonly usePercent: { readonly [host: string]: number }
    readonly automation: (typeof dpmAutomations)[number]
    readonly threshold: number
  }
  readonly recommendations: readonly RecommendationState[]
  readonly faults: readonly DrsFaultState[]
}

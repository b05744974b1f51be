/**
 * How capacity is divided among VMs and pools by reservation, limit, shares and demand (DRS-030): the entitlement of a cluster (DRS-029)
 * and what a host gives (DRS-046). Any one unit, MHz or MiB. A reservation is a floor, not a part that comes on top of shares.
 */
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'

export interface Claim {
  readonly shares: number
  readonly lo: number
  readonly hi: number
}

export type DivvyRules = ModelConstants['DRS-030']

const clampTo = (value: number, claim: Claim): number => Math.min(claim.hi, Math.max(claim.lo, value))

/** λ with Σ clamp(λ·shares, lo, hi) = capacity, for Σ lo < capacity < Σ hi. */
const shareRate = (capacity: number, claims: readonly Claim[]): number => {
  const sharing = claims.filter((claim) => claim.shares > 0)
  const bends = sharing.flatMap((claim) => [claim.lo / claim.shares, claim.hi / claim.shares]).sort((a, b) => a - b)
  const given = (rate: number): number => claims.reduce((sum, claim) => sum + clampTo(rate * claim.shares, claim), 0)
  let below = -1
  let above = bends.length
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2)
    if (given(bends[middle]!) >= capacity) above = middle
    else below = middle
  }
  if (above === bends.length) return Infinity
  const from = below < 0 ? 0 : bends[below]!
  const to = bends[above]!
  let fixed = 0
  let activeShares = 0
  for (const claim of claims) {
    if (claim.shares > 0 && claim.lo / claim.shares <= from && claim.hi / claim.shares >= to) activeShares += claim.shares
    else fixed += clampTo(to * claim.shares, claim)
  }
  return activeShares > 0 ? (capacity - fixed) / activeShares : to
}

/** The readings of DRS-030 that are not simulated, for those who break it. */
const dividedOtherwise = (capacity: number, claims: readonly Claim[], floors: number, rules: DivvyRules): readonly number[] => {
  const own = (claim: Claim): Claim => ({
    shares: rules.sharesDecide ? claim.shares : 1,
    lo: rules.reservationIsFloor ? claim.lo : 0,
    hi: rules.reservationIsFloor ? claim.hi : claim.hi - claim.lo,
  })
  const asked = claims.map(own)
  const rest = rules.reservationIsFloor ? capacity : capacity - floors
  const shares = asked.reduce((sum, claim) => sum + claim.shares, 0)
  const rate = rules.unusedIsReturned ? shareRate(rest, asked) : rest / shares
  return asked.map((claim, i) => clampTo(rate * claim.shares, claim) + (rules.reservationIsFloor ? 0 : (claims[i]?.lo ?? 0)))
}

/**
 * Step 2 of DRS-030 for one parent. Where floors exceed the capacity each gets its part of it; a claim without shares gets no more than
 * its floor under contention.
 */
export const divvy = (capacity: number, claims: readonly Claim[], rules: DivvyRules = modelConstants['DRS-030']): readonly number[] => {
  let floors = 0
  let ceilings = 0
  for (const claim of claims) {
    floors += claim.lo
    ceilings += claim.hi
  }
  if (ceilings <= capacity) return claims.map((claim) => claim.hi)
  if (floors >= capacity) return claims.map((claim) => (floors > 0 ? (claim.lo * capacity) / floors : 0))
  if (!rules.sharesDecide || !rules.unusedIsReturned || !rules.reservationIsFloor) return dividedOtherwise(capacity, claims, floors, rules)
  const rate = shareRate(capacity, claims)
  if (rate === Infinity) return claims.map((claim) => (claim.shares > 0 ? claim.hi : claim.lo))
  return claims.map((claim) => clampTo(rate * claim.shares, claim))
}

export interface DivvyVm {
  readonly id: string
  readonly shares: number
  readonly reservation: number
  /** Null: unlimited. */
  readonly limit: number | null
  /** CPU: vCPUs × core MHz of its host; memory: its size (DRS-029). */
  readonly configured: number
  readonly demand: number
  /** Memory only: what the guest has touched, which its reservation keeps (DRS-020). */
  readonly touched?: number
  /** Memory only, from product 6.7: its part of pool reservations (DRS-043, `reservationParts`). */
  readonly part?: number
}

export interface DivvyPool {
  readonly id: string
  readonly shares: number
  readonly reservation: number
  readonly limit: number | null
  readonly children: readonly DivvyNode[]
}

/** Powered-off VMs hold no shares: leave them out (DRS-018). */
export type DivvyNode = DivvyVm | DivvyPool

/** Step 1 of DRS-030 for a VM. */
export const vmClaim = (vm: DivvyVm): Claim => {
  const demand = Math.max(vm.demand, Math.min(vm.reservation, vm.touched ?? 0))
  const hi = Math.min(vm.limit ?? Infinity, vm.configured, demand)
  const part = vm.part ?? 0
  return { shares: vm.shares, lo: Math.max(part, Math.min(vm.reservation, hi)), hi: Math.max(part, hi) }
}

interface ClaimTree extends Claim {
  readonly id: string
  readonly children: readonly ClaimTree[]
}

const claimTree = (node: DivvyNode): ClaimTree => {
  if (!('children' in node)) return { id: node.id, ...vmClaim(node), children: [] }
  const children = node.children.map(claimTree)
  const hi = Math.min(
    node.limit ?? Infinity,
    children.reduce((sum, child) => sum + child.hi, 0),
  )
  const floors = children.reduce((sum, child) => sum + child.lo, 0)
  return { id: node.id, shares: node.shares, hi, lo: Math.min(hi, Math.max(Math.min(node.reservation, hi), floors)), children }
}

/** Entitlement of every VM and pool, by id, of a parent with so much capacity (DRS-030). Ids must differ between VMs and pools. */
export const divvyTree = (
  capacity: number,
  nodes: readonly DivvyNode[],
  rules: DivvyRules = modelConstants['DRS-030'],
): ReadonlyMap<string, number> => {
  const entitlements = new Map<string, number>()
  const give = (amount: number, children: readonly ClaimTree[]): void => {
    const shares = divvy(amount, children, rules)
    children.forEach((child, i) => {
      const entitlement = shares[i] ?? 0
      entitlements.set(child.id, entitlement)
      give(entitlement, child.children)
    })
  }
  give(capacity, nodes.map(claimTree))
  return entitlements
}

export interface PartClaim {
  readonly shares: number
  readonly demand: number
  readonly configured: number
  /** Of a pool inside the pool: its own reservation. */
  readonly floor?: number
}

/** How a pool's reservation is handed to its children from product 6.7 on: up to demand by fair share, then the rest by shares (DRS-043). */
export const reservationParts = (
  reservation: number,
  children: readonly PartClaim[],
  rules: DivvyRules = modelConstants['DRS-030'],
): readonly number[] => {
  const first = divvy(
    reservation,
    children.map(({ shares, demand, configured, floor = 0 }) => ({ shares, lo: floor, hi: Math.max(floor, Math.min(demand, configured)) })),
    rules,
  )
  const rest = Math.max(0, reservation - first.reduce((sum, part) => sum + part, 0))
  const second = divvy(
    rest,
    children.map(({ shares, configured }, i) => ({ shares, lo: 0, hi: Math.max(0, configured - (first[i] ?? 0)) })),
    rules,
  )
  return first.map((part, i) => part + (second[i] ?? 0))
}

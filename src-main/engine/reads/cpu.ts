/** CPU features: what a host offers, what it presents to VMs, and what EVC makes of both (VM-007 to VM-009, DRS-092 to DRS-095). Pure reads over the world. */
import type { FactId } from '../../contract/fact-id.ts'
import { evcOffers } from '../../contract/lab/evc.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import type { EvcMode, LabHost, LabVm } from '../../contract/lab/index.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { vcenterManages } from './network.ts'

/** What these questions need of a turn; the state, which is read between turns, has it too. */
type At = Pick<Turn, 'constants'> & { readonly world: ReadonlyTables }

export interface CpuTrouble {
  readonly reason: 'cpuIncompatible' | 'evcModeTooHigh' | 'evcModeUnsupportedByHosts' | 'activeVmsBlockingEvc' | 'invalidState'
  readonly facts: readonly [FactId, ...FactId[]]
  readonly about: { readonly vm?: string; readonly host?: string }
}

/** EVC mode of the cluster; null: EVC is off. */
export function clusterEvcMode(world: ReadonlyTables): EvcMode | null {
  return world.evc.get('cluster')?.mode ?? null
}

/** DRS-092: a CPU offers its own mode and every older one of its sequence; so does a baseline. */
export function offers({ constants }: Pick<Turn, 'constants'>, model: EvcMode, mode: EvcMode): boolean {
  return constants['DRS-092'].olderOffered ? evcOffers(model, mode) : model === mode
}

/** The EVC mode that the host is held to; null: it shows all that it has. */
export function evcModeOfHost(world: ReadonlyTables, host: Pick<LabHost, 'standalone'>): EvcMode | null {
  return host.standalone ? null : clusterEvcMode(world)
}

/** Features that VMs see on the host: those of the cluster's baseline, else all of its CPU (VM-008). */
export function presentedBy({ world, constants }: At, host: Pick<LabHost, 'standalone' | 'cpu'>): EvcMode {
  const mode = constants['VM-008'].baselineIsPresented ? evcModeOfHost(world, host) : null
  return mode ?? host.cpu.model
}

/** Features that the guest is started with there: its own mode, else what the host presents (VM-008, VM-009). */
export function modeAtPowerOn(at: At, vm: Pick<LabVm, 'evcMode'>, host: Pick<LabHost, 'standalone' | 'cpu'>): EvcMode {
  const presented = presentedBy(at, host)
  return vm.evcMode !== null && offers(at, presented, vm.evcMode) ? vm.evcMode : presented
}

/** VM-009, DRS-094: its own EVC mode keeps the VM from being powered on there. */
export function perVmEvcTrouble(turn: Turn, vm: Pick<LabVm, 'name' | 'evcMode'>, host: LabHost): CpuTrouble | null {
  const { evcMode } = vm
  if (evcMode === null) return null
  const about = { vm: vm.name, host: host.name }
  const product = host.product ?? turn.lab.product
  // A host that is older cannot even run its virtual hardware.
  if (!productAtLeast(product, '6.7')) return { reason: 'cpuIncompatible', facts: ['VM-009'], about }
  const limit = evcModeOfHost(turn.world, host)
  const isCapped = turn.constants['VM-009'].cappedByCluster && turn.constants['DRS-094'].cappedByCluster
  if (limit !== null && isCapped && !offers(turn, limit, evcMode)) return { reason: 'evcModeTooHigh', facts: ['VM-009', 'DRS-094'], about }
  return offers(turn, host.cpu.model, evcMode) ? null : { reason: 'cpuIncompatible', facts: ['VM-009', 'DRS-092'], about }
}

/** VM-007, DRS-095: a running guest sees features that the host does not present. Clock, cache and cores do not matter, nor does what is hidden from it. */
export function cpuTrouble(turn: Turn, vm: { readonly name: string; readonly cpuMode: EvcMode | null }, host: LabHost): CpuTrouble | null {
  if (vm.cpuMode === null || !turn.constants['VM-007'].featuresMustExist || !turn.constants['DRS-095'].featuresMustExist) return null
  if (offers(turn, presentedBy(turn, host), vm.cpuMode)) return null
  return { reason: 'cpuIncompatible', facts: ['VM-007', 'DRS-095'], about: { vm: vm.name, host: host.name } }
}

/** DRS-093: what stands against another EVC mode of the cluster; null: nothing. */
export function evcTrouble(turn: Turn, mode: EvcMode | null): CpuTrouble | null {
  const { world, constants } = turn
  if (mode === null || mode === clusterEvcMode(world)) return null
  const hosts = [...world.hosts.values()].filter(({ cfg }) => !cfg.standalone)
  const lacking = constants['DRS-093'].hostsMustSupport ? hosts.find(({ cfg }) => !offers(turn, cfg.cpu.model, mode)) : undefined
  if (lacking !== undefined) return { reason: 'evcModeUnsupportedByHosts', facts: ['DRS-093', 'DRS-092'], about: { host: lacking.name } }
  // vCenter has to tell every host.
  const silent = hosts.find(({ name, power }) => power !== 'standby' && !vcenterManages(world, name))
  if (silent !== undefined) return { reason: 'invalidState', facts: ['DRS-093'], about: { host: silent.name } }
  if (!constants['DRS-093'].runningVmsBlock || !constants['VM-008'].runningVmsBlock) return null
  for (const { name, cpuMode, host } of world.vms.values()) {
    if (cpuMode === null || host === null || world.hosts.get(host)?.cfg.standalone === true || offers(turn, mode, cpuMode)) continue
    return { reason: 'activeVmsBlockingEvc', facts: ['DRS-093', 'VM-008'], about: { vm: name, host } }
  }
  return null
}

/** DRS-093: the CPU of a host that is to be in the cluster lacks its baseline. */
export function lacksBaseline(turn: Turn, host: Pick<LabHost, 'standalone' | 'cpu'>): boolean {
  const mode = evcModeOfHost(turn.world, host)
  return mode !== null && turn.constants['DRS-093'].hostsMustSupport && !offers(turn, host.cpu.model, mode)
}

/** A VM needs a logical CPU of its host for each virtual one. */
export function hasTooFewCpus({ vcpus }: Pick<LabVm, 'vcpus'>, { cpu }: Pick<LabHost, 'cpu'>): boolean {
  return vcpus > cpu.sockets * cpu.coresPerSocket
}

/** DRS-097: logical CPUs of the host, and what one of them can back of the VM's reservation. Null: there is enough of both. */
export function cpuShortage(
  vm: Pick<LabVm, 'vcpus' | 'cpuReservationMHz'>,
  host: Pick<LabHost, 'cpu'>,
): 'notEnoughCpus' | 'insufficientPerCpuCapacity' | null {
  if (hasTooFewCpus(vm, host)) return 'notEnoughCpus'
  return vm.cpuReservationMHz > vm.vcpus * host.cpu.mhz ? 'insufficientPerCpuCapacity' : null
}

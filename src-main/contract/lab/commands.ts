/** The commands of a timeline, which are also those that a person sends while a lab runs. */
import * as z from './schema.ts'
import type { ClusterPatch } from './cluster.ts'
import { clusterPatchShape } from './cluster.ts'
import { demandShape } from './demand.ts'
import type { DemandPatch } from './demand.ts'
import { ruleSchema } from './drs.ts'
import type { AnySchema } from './fields.ts'
import { block, duration, expects, flag, fraction, list, partialShape, ref, text, textOf, whole, words } from './fields.ts'
import { hostSchema, hostShape } from './host.ts'
import { poolSchema, poolShape } from './pool.ts'
import { vmSchema, vmShape } from './vm.ts'

const optional = z.exactOptional
const host = { host: ref('host') }
const vm = { vm: ref('vm') }
const atHost = { ...vm, direct: optional(flag()) }
const guestFault = { ...vm, everyBoot: optional(flag()) }
const network = { network: ref('network') }
const cut = { ...host, ...network, isolationAddresses: optional(words('reachable')) }
const address = { address: text() }
const datastoreFault = { datastore: ref('datastore'), hosts: optional(list(ref('host'))) }
const snapshot = { ...vm, name: text() }
const nothing = () => block({})

const { name: _hostName, count: _hostCount, ...hostKeys } = hostShape
const { name: _vmName, count: _vmCount, ...vmKeys } = vmShape
const { name: _poolName, ...poolKeys } = poolShape

const powerOnSchema = () =>
  block({ vm: optional(ref('vm')), vms: optional(list(ref('vm'))), host: optional(ref('host')), direct: optional(flag()) }).refine(
    (args) => (args.vm === undefined) !== (args.vms === undefined),
    z.sayingWhy(['expected either vm or vms', 'vm 또는 vms 중 하나만 필요합니다']),
  )
const migrateSchema = () =>
  block({ ...vm, host: optional(ref('host')), datastore: optional(ref('datastore')) }).refine(
    (args) => args.host !== undefined || args.datastore !== undefined,
    z.sayingWhy(['expected host, datastore or both', 'host, datastore 또는 둘 다 필요합니다']),
  )

/** The arguments of each command, keyed by its name; what may be left out is absent when it is. */
const makers = {
  /** Power cut. */
  'host.powerOff': () => block(host),
  /** Purple screen. */
  'host.crash': () => block(host),
  'host.powerOn': () => block(host),
  'host.agentFail': () => block(host),
  'host.agentRestore': () => block(host),
  'host.agentCrash': () => block(host),
  'host.hostdStop': () => block(host),
  'host.hostdStart': () => block(host),
  'host.disconnect': () => block(host),
  'host.connect': () => block(host),
  'host.reconfigureHa': () => block(host),
  'host.enterMaintenance': () => block(host),
  'host.exitMaintenance': () => block(host),
  'host.enterStandby': () => block(host),
  'host.exitStandby': () => block(host),
  'host.degrade': () => block({ ...host, severity: words('none', 'moderate', 'severe') }),
  'host.configure': () => block({ ...host, ...partialShape(hostKeys) }),
  'host.add': () => hostSchema,
  'host.remove': () => block(host),

  'network.disconnect': () => block(cut),
  'network.reconnect': () => block(cut),
  'network.partition': () => block({ ...network, groups: list(list(ref('member'))), blocks: optional(words('all', 'agentTraffic')) }),
  'network.down': () => block(network),
  'network.up': () => block(network),
  'network.heal': () => block(network),
  'network.addressDown': () => block(address),
  'network.addressUp': () => block(address),
  'dns.down': nothing,
  'dns.up': nothing,

  'datastore.apd': () => block(datastoreFault),
  'datastore.pdl': () => block(datastoreFault),
  'datastore.restore': () => block(datastoreFault),
  'datastore.unmount': () => block(datastoreFault),
  'datastore.mount': () => block(datastoreFault),

  'vm.powerOn': powerOnSchema,
  'vm.powerOff': () => block(atHost),
  'vm.shutDown': () => block(atHost),
  'vm.reset': () => block(vm),
  'vm.rebootGuest': () => block(vm),
  'vm.processCrash': () => block(vm),
  'vm.guestCrash': () => block(guestFault),
  'vm.guestHang': () => block(guestFault),
  'vm.toolsStop': () => block(vm),
  'vm.toolsStart': () => block(vm),
  'vm.appCrash': () => block(vm),
  'vm.appRecover': () => block(vm),
  'vm.failPowerOn': () => block({ ...vm, on: flag() }),
  'vm.setDemand': () => block({ ...vm, ...demandShape }),
  'vm.guestWrite': () => block({ ...vm, megabytes: whole(), label: text(), over: optional(text()) }),
  'vm.answerQuestion': () => block({ ...vm, answer: words('retry', 'cancel') }),
  'vm.migrate': migrateSchema,
  'vm.configure': () => block({ ...vm, ...partialShape(vmKeys) }),
  'vm.create': () => vmSchema,
  'vm.remove': () => block(vm),

  'snapshot.create': () => block({ ...snapshot, memory: optional(flag()), quiesce: optional(flag()) }),
  'snapshot.revert': () => block(snapshot),
  'snapshot.delete': () => block({ ...snapshot, children: optional(flag()) }),
  'snapshot.deleteAll': () => block(vm),
  'snapshot.consolidate': () => block(vm),

  'ft.enable': () => block({ ...vm, host: optional(ref('host')), datastore: optional(ref('datastore')) }),
  'ft.disable': () => block(vm),
  'ft.suspend': () => block(vm),
  'ft.resume': () => block(vm),
  'ft.testFailover': () => block(vm),

  'drs.run': nothing,
  'drs.apply': () =>
    block({ id: expects(textOf(1, 100), ['the id of a recommendation, or all', '권장 사항 ID 또는 all']), host: optional(ref('host')) }),
  'drs.planMaintenance': () => block({ hosts: list(ref('host')), demandCapacityRatioTarget: optional(fraction(0, 1000)) }),
  'rule.add': () => ruleSchema,
  'rule.remove': () => block({ name: ref('rule') }),
  'rule.enable': () => block({ name: ref('rule') }),
  'rule.disable': () => block({ name: ref('rule') }),

  'resourcePool.add': () => poolSchema,
  'resourcePool.configure': () => block({ pool: ref('pool'), ...partialShape(poolKeys) }),
  'resourcePool.remove': () => block({ pool: ref('pool') }),

  'cluster.configure': () => block({ ...clusterPatchShape() }),
  'vcenter.down': nothing,
  'vcenter.up': nothing,
  'vcenter.disconnect': nothing,
  'vcenter.reconnect': nothing,
  /** What the lab's own timeline has still to come does not happen. */
  'timeline.clear': nothing,
} as const
export type CommandName = keyof typeof makers
export const commandNames = Object.keys(makers) as readonly CommandName[]
type CommandSchemas = { readonly [C in CommandName]: ReturnType<(typeof makers)[C]> }

/** The schema of each command's arguments. Made when first asked for: a run uses a few of the eighty. */
export const commandSchemas: CommandSchemas = lazily(makers)

function lazily(from: { readonly [command: string]: () => AnySchema }): CommandSchemas {
  const made = {}
  for (const [command, make] of Object.entries(from)) {
    let schema: AnySchema | null = null
    Object.defineProperty(made, command, { enumerable: true, get: () => (schema ??= make()) })
  }
  return made as CommandSchemas
}

export function isCommandName(command: string): command is CommandName {
  return Object.hasOwn(makers, command)
}

/** Where a demand is an argument, its traces have been read. */
type WithDemand<T> = T extends { demand?: unknown } ? Omit<T, 'demand'> & { readonly demand?: DemandPatch } : T

/** Parsed arguments by command. Names of advanced options are in lower case; times in ms. */
export type CommandArgs = {
  readonly [C in CommandName]: C extends 'cluster.configure'
    ? ClusterPatch
    : C extends 'vm.setDemand'
      ? { readonly vm: string } & DemandPatch
      : WithDemand<z.output<(typeof commandSchemas)[C]>>
}

/** A command at an instant, in ms; `do` decides the type of `args`. */
export type LabCommand = { readonly [C in CommandName]: { readonly at: number; readonly do: C; readonly args: CommandArgs[C] } }[CommandName]

/** `at` of a timeline entry. */
export const commandTime = duration()

/** For editors: one branch for each command. */
export function timelineEntrySchema(): z.ZodType {
  return z.union(
    commandNames.map((command) => {
      const schema = commandSchemas[command]
      const base = { at: commandTime, do: z.literal(command) }
      if (schema instanceof z.ZodDiscriminatedUnion) {
        return z.union(schema.def.options.map((option) => z.strictObject({ ...base, ...(option as z.ZodObject).def.shape })))
      }
      return z.strictObject({ ...base, ...(schema as z.ZodObject).def.shape })
    }),
  )
}

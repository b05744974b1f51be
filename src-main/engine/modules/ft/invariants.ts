import type { Invariant } from '../../core/module.ts'

/** FT-011: the two are never on one host. */
const neverTogether: Invariant = {
  name: 'ftPairsApart',
  reads: ['ftPairs', 'vms'],
  check(world) {
    for (const { vm: name, secondary } of world.ftPairs.values()) {
      const vm = world.vms.get(name)
      if (vm === undefined) return `${name} has an FT record and does not exist`
      if (secondary !== null && vm.host === secondary && vm.power === 'on') return `both copies of ${name} are on ${secondary}`
    }
    return null
  },
}

/** FT-016: what the state says is what runs. */
const statesAgree: Invariant = {
  name: 'ftStatesAgree',
  reads: ['ftPairs', 'vms', 'hosts'],
  check(world) {
    for (const { vm: name, state, secondary, secondaryFiles, pending } of world.ftPairs.values()) {
      const { power, instances } = world.vms.need(name)
      const needs = state === 'running' || state === 'starting'
      if (needs !== (secondary !== null)) return `${name} is ${state} and has ${secondary === null ? 'no' : 'a'} secondary`
      if ((state === 'running') !== (secondaryFiles !== null)) return `${name} is ${state}, and the files of its secondary do not fit that`
      if ((needs || state === 'needSecondary') && power === 'off') return `${name} is off and its Fault Tolerance ${state}`
      if (state === 'enabled' && power === 'on') return `${name} runs and its Fault Tolerance is only enabled`
      if (state === 'running' && instances.length > 1) return `${name} has two live copies`
      const isUp = secondary !== null && world.hosts.get(secondary)?.power === 'on'
      if (state === 'running' && !isUp && pending?.what !== 'secondaryLost') return `the secondary of ${name} is gone, and nobody notices`
    }
    return null
  },
}

/** FT-017, FT-019: whoever waits for a takeover sees the end of it. */
const takeoversEnd: Invariant = {
  name: 'ftTakeoversEnd',
  reads: ['ftPairs', 'vms'],
  check(world, now) {
    for (const vm of world.vms.values()) {
      const pending = vm.awaitsTakeover ? (world.ftPairs.get(vm.name)?.pending ?? null) : null
      if (vm.awaitsTakeover && pending?.what !== 'takeover') return `${vm.name} waits for a takeover that nobody does`
      if (pending !== null && pending.at < now) return `the takeover of ${vm.name} is overdue`
    }
    return null
  },
}

export const ftInvariants = [neverTogether, statesAgree, takeoversEnd]

/**
 * A partition that is being drawn: which hosts stand in which part, before it is sent. The topology, the tree and the bar above it show and
 * change the same draft.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useRunStore } from '../../stores/run.ts'
import { useWorldStore } from '../../stores/world.ts'
import { faultNetworks, managementNetworks } from './faults.ts'

/** So many parts are told apart by their colours. */
export const partsMax = 4

export const usePartitionStore = defineStore('partition', () => {
  const run = useRunStore()
  const world = useWorldStore()

  const active = ref(false)
  const network = ref('')
  const agentTraffic = ref(false)
  /** Part of each host that was drawn around or marked, from 0; hosts without one form the part that is left. */
  const parts = shallowRef<ReadonlyMap<string, number>>(new Map())
  /** The part that is being drawn. */
  const current = ref(0)

  const networks = computed(() => (run.lab === null ? [] : faultNetworks(run.lab)))
  const hosts = computed(() => (void world.revision, world.mirror.hostNames.filter((name) => world.mirror.hosts.has(name))))
  const drawn = computed(() => Math.max(-1, ...parts.value.values()) + 1)
  /** The parts as they will be: those that were drawn, then what is left. */
  const groups = computed<readonly (readonly string[])[]>(() => {
    const named = Array.from({ length: drawn.value }, (_, part) => hosts.value.filter((host) => parts.value.get(host) === part))
    const rest = hosts.value.filter((host) => !parts.value.has(host))
    return [...named, rest].filter((group) => group.length > 0)
  })
  const ready = computed(() => active.value && network.value !== '' && groups.value.length > 1)

  /** Begins a draft on a network, or on the first management network; `host` is in the part that is drawn. */
  function begin(on: string | null = null, host: string | null = null): void {
    if (run.lab === null) return
    network.value = on !== null && networks.value.includes(on) ? on : (managementNetworks(run.lab)[0] ?? networks.value[0] ?? '')
    parts.value = host === null ? new Map() : new Map([[host, 0]])
    current.value = 0
    agentTraffic.value = false
    active.value = true
  }

  function end(): void {
    active.value = false
    parts.value = new Map()
  }

  /** Puts hosts into the part that is drawn; `only`: nobody else stays in it. */
  function take(names: readonly string[], only: boolean): void {
    const next = new Map([...parts.value].filter(([, part]) => !only || part !== current.value))
    for (const name of names) next.set(name, current.value)
    parts.value = next
  }

  /** In, or out again. */
  function toggle(host: string): void {
    const next = new Map(parts.value)
    if (next.get(host) === current.value) next.delete(host)
    else next.set(host, current.value)
    parts.value = next
  }

  /** The next part is drawn; one more has to be left over. */
  const canAdd = computed(() => drawn.value > current.value && drawn.value < partsMax - 1 && hosts.value.length > drawn.value + 1)
  function add(): void {
    if (canAdd.value) current.value = drawn.value
  }

  async function send(at: number | null): Promise<void> {
    if (!ready.value) return
    const args = { network: network.value, groups: groups.value, ...(agentTraffic.value ? { blocks: 'agentTraffic' } : {}) }
    end()
    await run.command('network.partition', args, at ?? undefined)
  }

  async function heal(name: string): Promise<void> {
    await run.command('network.heal', { network: name })
  }

  return { active, network, networks, agentTraffic, parts, current, drawn, hosts, groups, ready, canAdd, begin, end, take, toggle, add, send, heal }
})

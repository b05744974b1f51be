/** The words of the topology: those of the scene, of its summary, and what is told of the instant shown beside its state. */
import { computed, type ComputedRef } from 'vue'
import { judgementOf } from '../../composables/judgement.ts'
import { useBadges } from '../../composables/use-badges.ts'
import { usePending } from '../../composables/use-pending.ts'
import { useHostNames } from '../../composables/use-host-names.ts'
import { useShown } from '../../composables/use-shown.ts'
import type { VmArc } from '../../graph/overlay.ts'
import type { Layers, SceneTexts } from '../../graph/scene.ts'
import { passed } from '../../i18n/clock.ts'
import { useT } from '../../i18n/index.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRunStore } from '../../stores/run.ts'
import { useTimelineStore } from '../../stores/timeline.ts'
import { useWorldStore } from '../../stores/world.ts'
import type { DatastoreAccess } from '../../../src-main/contract/state.ts'
import { failedHosts, ftArcs, migrationArcs, restartArcs } from './derive.ts'

/** A run without a speed of its own (as fast as it goes) is told as if it had this one, simulated seconds per second. */
export const speedAtMost = 600

export interface SceneWords {
  readonly sceneTexts: ComputedRef<SceneTexts>
  /** For whoever cannot see the picture. */
  readonly summary: ComputedRef<string>
  /** Lines on the cards of hosts that are down, by name. */
  readonly hostNotes: () => Map<string, readonly string[]>
  /** Restarts and migrations that are under way or were just done, and FT pairs, with their labels: those whose layer is on. */
  readonly arcs: (layers: Layers) => VmArc[]
}

export function useSceneTexts(): SceneWords {
  const t = useT()
  const texts = useTexts()
  const badges = useBadges()
  const run = useRunStore()
  const world = useWorldStore()
  const timeline = useTimelineStore()
  const shown = useShown()
  const pending = usePending()
  const hostName = useHostNames()

  const datastoreText = computed(
    () => new Map(run.lab?.datastores.map((datastore) => [datastore.name, `${datastore.type.toUpperCase()} · ${datastore.array}`])),
  )
  const kindOfNetwork = computed(() => new Map(run.lab?.networks.map((network) => [network.name, network.kind])))

  function access(host: string, datastore: string, word: DatastoreAccess): string {
    const clock = world.mirror.ha?.vmcp.find((loss) => loss.host === host && loss.datastore === datastore)
    const left = (clock?.timeoutAtMs ?? 0) - run.t
    if (word === 'apd' && left > 0) return t('topology.apdFor', { time: pending.countdown(left) })
    return word === 'ok' ? '' : t(`topology.${word}`)
  }

  const sceneTexts = computed<SceneTexts>(() => ({
    cpu: 'CPU',
    memory: t('topology.mem'),
    vcenter: 'vCenter Server',
    vcenterDown: t('vcenter.down'),
    hostName: hostName.value,
    badge: badges.hostBadge,
    vmNote: badges.vmNote,
    datastore: (name) => datastoreText.value.get(name) ?? '',
    bus: (name) =>
      kindOfNetwork.value.get(name) === 'vsan'
        ? t('topology.vsan')
        : (run.lab?.networks.filter((network) => network.kind === 'management').length ?? 0) > 1
          ? t('topology.managementNamed', { name })
          : t('topology.management'),
    lockStale: (vms) => t('topology.lockStale', { vms }),
    access,
  }))
  const summary = computed(() => {
    void world.revision
    const failed = failedHosts(world.mirror)
    return t('topology.summary', {
      hosts: world.mirror.hosts.size,
      vms: world.mirror.vms.size,
      failed: failed.length === 0 ? t('topology.noneFailed') : failed.slice(0, 5).join(', '),
    })
  })

  function hostNotes(): Map<string, readonly string[]> {
    const found = new Map<string, readonly string[]>()
    for (const name of failedHosts(world.mirror)) {
      const steps = judgementOf(timeline.log, name, shown.value.end)
      const [fault] = steps
      if (fault === undefined) continue
      const declared = steps.find(({ kind }) => kind === 'declared')
      const first = declared === undefined ? t('topology.notDeclared') : t('topology.declared', { after: texts.value.seconds(declared.afterMs) })
      found.set(name, [first, t('topology.downFor', { time: texts.value.duration(passed(run.t - fault.event.t)) })])
    }
    return found
  }

  function restarts(lingerMs: number): VmArc[] {
    return restartArcs(world.mirror, timeline.log, {
      t: run.t,
      shownEnd: shown.value.end,
      lingerMs,
      label: (afterMs, done, vm) => t(done ? 'topology.restarted' : 'topology.restarting', { vm, after: texts.value.seconds(afterMs) }),
      brief: (afterMs, vm) => `${vm} +${texts.value.seconds(afterMs)}`,
      groupLabel: (count) => t('topology.restartGroup', { n: count }),
    })
  }

  function migrations(lingerMs: number): VmArc[] {
    return migrationArcs(world.mirror, timeline.log, {
      t: run.t,
      shownEnd: shown.value.end,
      lingerMs,
      label: ({ vm, round, percent, phase, kind }) => {
        if (phase !== 'preCopy' || kind === 'cold') return `${vm} · ${texts.value.label('migrationPhase', phase)}`
        return t('topology.migrating', { vm, n: round, percent: Math.floor(percent ?? 0) })
      },
      brief: ({ vm, percent }) => `${vm} ${String(Math.floor(percent ?? 0))}%`,
      doneLabel: (vm, stunMs) => (stunMs > 0 ? t('topology.migrated', { vm, stun: texts.value.duration(stunMs) }) : vm),
      groupLabel: (count) => t('topology.migrationGroup', { n: count }),
    })
  }

  function arcs(layers: Layers): VmArc[] {
    const speed = typeof run.status?.speed === 'number' ? run.status.speed : speedAtMost
    const lingerMs = run.playing ? Math.max(15_000, speed * 6000) : 45_000
    return [
      ...(layers.restarts ? restarts(lingerMs) : []),
      ...(layers.migrations ? migrations(Math.min(lingerMs, 60_000)) : []),
      ...(layers.ftPairs ? ftArcs(world.mirror, (vm) => t('topology.ftPair', { vm })) : []),
    ]
  }

  return { sceneTexts, summary, hostNotes, arcs }
}

/** Shape, colour and words for the state of any object: the same in the tree, the panels and the topology. */
import { computed } from 'vue'
import { optionWords } from '../../src-main/contract/texts/form-options.ts'
import { pick } from '../../src-main/contract/texts/language.ts'
import { hostShape, vmShape } from '../graph/shapes.ts'
import type { Glyph } from '../graph/draw-kit.ts'
import { useT, type MessageKey } from '../i18n/index.ts'
import { useTexts } from '../i18n/texts.ts'
import { lastWhere } from '../stores/event-log.ts'
import { hostLook, type HostLook, type VmLook } from '../stores/world-mirror.ts'
import { usePending } from './use-pending.ts'
import { useShown } from './use-shown.ts'
import type { ObjectRef } from '../stores/selection.ts'
import { useRunStore } from '../stores/run.ts'
import { useTimelineStore } from '../stores/timeline.ts'
import { useWorldStore } from '../stores/world.ts'

export type Hue = 'green' | 'amber' | 'red' | 'blue' | 'violet' | 'faint'

export interface Badge {
  readonly glyph: Glyph | 'crown'
  readonly hue: Hue
  /** Short, for a tree row or a card. */
  readonly note: string
  /** In full. */
  readonly title: string
  readonly dim: boolean
}

export interface Badges {
  readonly of: (object: ObjectRef) => Badge
  readonly hostBadge: (name: string, look: HostLook) => string
  readonly vmNote: (look: VmLook, name: string) => string
}

export function useBadges(): Badges {
  const t = useT()
  const texts = useTexts()
  const run = useRunStore()
  const world = useWorldStore()
  const timeline = useTimelineStore()
  const shown = useShown()
  const pending = usePending()
  const kindOfNetwork = computed(() => new Map(run.lab?.networks.map((network) => [network.name, network.kind])))
  const kindOfDatastore = computed(
    () => new Map(run.lab?.datastores.map((datastore) => [datastore.name, `${datastore.type.toUpperCase()} · ${datastore.array}`])),
  )

  /** The state tells only that a host is off; the event that stopped it last, up to the instant shown, tells why. */
  function crashed(name: string): boolean {
    return lastWhere(timeline.log.ofType('host.failed'), shown.value.end, (event) => event['host'] === name)?.['kind'] === 'crash'
  }

  function hostBadge(name: string, look: HostLook): string {
    const host = world.mirror.hosts.get(name)
    if (host === undefined) return t('host.unknown')
    if (look === 'booting' || look === 'standby') return texts.value.label('hostPower', look)
    if (look === 'isolated') return t('ha.short.networkIsolated')
    if (look === 'disconnected') return texts.value.label('hostConnection', 'disconnected')
    if (look === 'maintenance') return t('ha.short.maintenance')
    if (look === 'failed' && host.haState !== 'failed') return t(crashed(name) ? 'host.crashed' : 'host.down')
    if (host.haState === 'none' && host.connection !== 'connected') return texts.value.label('hostConnection', host.connection)
    return t(`ha.short.${host.haState}` as MessageKey)
  }

  const joined = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join(' · ')

  /** What happens to a VM that is not simply on or off. */
  function vmNote(look: VmLook, name: string): string {
    const queued = world.mirror.ha?.restartQueue.find((entry) => entry.vm === name)
    if (look === 'down' && queued !== undefined)
      return queued.state === 'attempted' ? t('vm.attempt', { n: queued.attempt }) : texts.value.label('restartState', queued.state)
    return t(`lookShort.${look}` as MessageKey)
  }

  function ofHost(name: string): Badge {
    const host = world.mirror.hosts.get(name)
    const look = host === undefined ? 'off' : hostLook(host)
    const shape = hostShape[look]
    const title =
      host === undefined
        ? t('host.unknown')
        : `${texts.value.label('haState', host.haState)} · ${texts.value.label('hostConnection', host.connection)} · ${texts.value.label('hostPower', host.power)}`
    return {
      glyph: look === 'primary' ? 'crown' : shape.glyph,
      hue: look === 'primary' ? 'amber' : shape.hue,
      note: hostBadge(name, look),
      title: joined(title, pending.islands.value.get(name)),
      dim: look === 'failed' || look === 'off' || look === 'standby' || look === 'disconnected',
    }
  }

  function ofVm(name: string): Badge {
    const vm = world.mirror.vms.get(name)
    const look = world.mirror.lookOf(name)
    const plain = look === 'running' || look === 'off'
    const title =
      vm === undefined
        ? ''
        : `${texts.value.label('vmPower', vm.power)} · ${texts.value.label('guest', vm.guest)}${vm.host === null ? '' : ` · ${vm.host}`}`
    const about = pending.vms.value.get(name)?.text
    const record = vm?.powerOffRecord === true ? t('legend.record') : undefined
    const note = about ?? (plain ? '' : vmNote(look, name))
    return { ...vmShape[look], note, title: joined(title, about, record), dim: look === 'off' || look === 'down' }
  }

  /** Asked for several times in a row of the tree, and looks at every VM. */
  const cluster = computed((): Badge => {
    void world.revision
    let on = 0
    for (const vm of world.mirror.vms.values()) if (vm.power === 'on') on++
    const bad = [...world.mirror.hosts.values()].some((host) => hostLook(host) === 'failed')
    const note = t('cluster.vmsOn', { on, all: world.mirror.vms.size })
    return { glyph: bad ? 'bang' : 'check', hue: bad ? 'amber' : 'green', note, title: note, dim: false }
  })

  function of(object: ObjectRef): Badge {
    // Whoever renders a badge depends on the frame that it was made of.
    void world.revision
    switch (object.kind) {
      case 'host':
        return ofHost(object.name)
      case 'vm':
        return ofVm(object.name)
      case 'cluster':
        return cluster.value
      case 'vcenter': {
        const up = world.mirror.vcenter === null || (world.mirror.vcenter.running && world.mirror.vcenter.connected)
        return {
          glyph: up ? 'filled' : 'cross',
          hue: up ? 'green' : 'red',
          note: up ? '' : t('vcenter.down'),
          title: up ? t('vcenter.up') : t('vcenter.down'),
          dim: !up,
        }
      }
      case 'datastore': {
        const bad = Object.values(world.mirror.datastores.get(object.name)?.hosts ?? {}).filter((access) => access !== 'ok').length
        const kind = kindOfDatastore.value.get(object.name) ?? ''
        return {
          glyph: bad > 0 ? 'bang' : 'filled',
          hue: bad > 0 ? 'amber' : 'green',
          note: kind,
          title: bad > 0 ? t('datastore.noAccess', { n: bad }) : kind,
          dim: false,
        }
      }
      case 'network': {
        const network = world.mirror.networks.get(object.name)
        const up = network?.up !== false
        const whole = up && (network?.groups.length ?? 0) <= 1 && (network?.disconnectedHosts.length ?? 0) === 0
        const kind = kindOfNetwork.value.get(object.name) ?? ''
        return {
          glyph: !up ? 'cross' : whole ? 'filled' : 'bang',
          hue: !up ? 'red' : whole ? 'green' : 'amber',
          note: up ? pick(optionWords[`kind.${kind}`] ?? [kind, kind], texts.value.language) : t('network.down'),
          title: up ? t('network.up') : t('network.down'),
          dim: !up,
        }
      }
    }
  }

  return { of, hostBadge, vmNote }
}

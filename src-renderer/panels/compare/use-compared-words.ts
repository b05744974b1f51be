/** Words for one side of a comparison: states of hosts and VMs at the instant shown, and what is otherwise on the other side. */
import { computed, type ComputedRef } from 'vue'
import type { ComparedRun } from '../../../src-main/contract/api-compare.ts'
import type { PendingNote, SceneTexts } from '../../graph/scene.ts'
import { commandText } from '../../../src-main/contract/texts/command-text.ts'
import { shortOf } from '../../composables/use-host-names.ts'
import { useT, type MessageKey, type Translate } from '../../i18n/index.ts'
import { useTexts, type Texts } from '../../i18n/texts.ts'
import { hostLook, vmLooks, type HostLook, type WorldMirror } from '../../stores/world-mirror.ts'

/** What both sides are called: as projects where they are two, else as branches of one. */
export function sideNames(a: ComparedRun, b: ComparedRun, t: Translate, texts: Texts): { readonly a: string; readonly b: string } {
  const project = (run: ComparedRun): string => (run.project === null || run.project.name === run.lab.name ? texts.title(run.lab) : run.project.name)
  const branch = (run: ComparedRun): string => (run.label === '' ? t('branch.first') : commandText(run.label, texts.language))
  const oneProject = a.project?.id === b.project?.id
  const nameOf = (run: ComparedRun): string => {
    if (oneProject && a.project?.revision !== b.project?.revision) return t('compare.revision', { n: run.project?.revision ?? 0 })
    return oneProject ? branch(run) : run.label === '' ? project(run) : `${project(run)} · ${branch(run)}`
  }
  const names = { a: nameOf(a), b: nameOf(b) }
  return names.a === names.b ? { a: `${names.a} (A)`, b: `${names.b} (B)` } : names
}

/** A VM at the instant shown: `running · Host B`. */
export function vmText(mirror: WorldMirror, name: string, t: Translate): string {
  const vm = mirror.vms.get(name)
  if (vm === undefined) return t('compare.notThere')
  return [t(`lookShort.${mirror.lookOf(name)}` as MessageKey), ...(vm.host === null ? [] : [vm.host])].join(' · ')
}

export function hostText(mirror: WorldMirror, name: string, t: Translate, texts: Texts): string {
  const host = mirror.hosts.get(name)
  if (host === undefined) return t('compare.notThere')
  return hostBadge(mirror, name, hostLook(host), t, texts)
}

function hostBadge(mirror: WorldMirror, name: string, look: HostLook, t: Translate, texts: Texts): string {
  const host = mirror.hosts.get(name)
  if (host === undefined) return t('host.unknown')
  if (look === 'booting' || look === 'standby') return texts.label('hostPower', look)
  if (look === 'isolated') return t('ha.short.networkIsolated')
  if (look === 'disconnected') return texts.label('hostConnection', 'disconnected')
  if (look === 'maintenance') return t('ha.short.maintenance')
  if (look === 'failed' && host.haState !== 'failed') return t('host.down')
  if (host.haState === 'none' && host.connection !== 'connected') return texts.label('hostConnection', host.connection)
  return t(`ha.short.${host.haState}` as MessageKey)
}

export interface ComparedWords {
  readonly sceneTexts: ComputedRef<SceneTexts>
  /** What chips say of VMs that are otherwise on the other side. */
  readonly otherwise: () => ReadonlyMap<string, PendingNote>
}

export function useComparedWords(run: () => ComparedRun, mirror: WorldMirror, other: WorldMirror): ComparedWords {
  const t = useT()
  const texts = useTexts()
  const sceneTexts = computed<SceneTexts>(() => {
    const { lab } = run()
    const datastores = new Map(lab.datastores.map((datastore) => [datastore.name, `${datastore.type.toUpperCase()} · ${datastore.array}`]))
    const kinds = new Map(lab.networks.map((network) => [network.name, network.kind]))
    const several = lab.networks.filter((network) => network.kind === 'management').length > 1
    return {
      cpu: 'CPU',
      memory: t('topology.mem'),
      vcenter: 'vCenter Server',
      vcenterDown: t('vcenter.down'),
      hostName: shortOf(lab.hosts.map(({ name }) => name)),
      badge: (name, look) => hostBadge(mirror, name, look, t, texts.value),
      vmNote: (look) => t(`lookShort.${look}` as MessageKey),
      datastore: (name) => datastores.get(name) ?? '',
      bus: (name) => (kinds.get(name) === 'vsan' ? t('topology.vsan') : several ? t('topology.managementNamed', { name }) : t('topology.management')),
      lockStale: (vms) => t('topology.lockStale', { vms }),
      access: (_host, _datastore, word) => (word === 'ok' ? '' : t(`topology.${word}`)),
    }
  })

  function otherwise(): ReadonlyMap<string, PendingNote> {
    const found = new Map<string, PendingNote>()
    for (const [name, vm] of mirror.vms) {
      const there = other.vms.get(name)
      if (there === undefined) found.set(name, { text: t('compare.onlyHere'), grave: false })
      else if (vm.host !== there.host || mirror.lookOf(name) !== other.lookOf(name)) {
        const look = mirror.lookOf(name)
        const own = vmLooks.indexOf(look) > 1 || look === 'off' ? t(`lookShort.${look}` as MessageKey) : (vm.host ?? '')
        found.set(name, { text: `≠ ${own}`, grave: look === 'down' || look === 'blocked' || look === 'crashed' })
      }
    }
    return found
  }

  return { sceneTexts, otherwise }
}

/** What the command palette can find: actions, objects, faults for the selected object and those that are named, instants, bookmarks, branches, runs, labs and projects. */
import { clockText, tickText } from '../i18n/clock.ts'
import { commandText } from '../../src-main/contract/texts/command-text.ts'
import { useT, type MessageKey } from '../i18n/index.ts'
import { momentText } from '../i18n/moments.ts'
import { useTexts } from '../i18n/texts.ts'
import { parseRunTime } from '../../src-main/contract/units.ts'
import { runTimeText } from '../panels/faults/fault-time.ts'
import { useFaults } from '../panels/faults/use-faults.ts'
import { useVmOperations } from '../panels/operations/vm-operations.ts'
import { useHistoryStore } from '../stores/history.ts'
import { useProjectsStore } from '../stores/projects.ts'
import { useRunStore } from '../stores/run.ts'
import { objectKey, useSelectionStore, type ObjectRef } from '../stores/selection.ts'
import { useWorldStore } from '../stores/world.ts'
import { printed } from './keys.ts'
import { useActions } from './registry.ts'

export const paletteKinds = ['action', 'fault', 'bookmark', 'branch', 'run', 'host', 'vm', 'datastore', 'network', 'sample', 'project'] as const
export type PaletteKind = (typeof paletteKinds)[number]

export interface PaletteEntry {
  readonly id: string
  readonly kind: PaletteKind
  readonly label: string
  readonly detail: string
  readonly keys: string
  /** What is searched: the label, and names that it has elsewhere. */
  readonly words: string
  readonly run: () => void
}

type Found = Omit<PaletteEntry, 'keys' | 'words' | 'detail'> & { readonly detail?: string; readonly keys?: string; readonly also?: string }

function entry(found: Found): PaletteEntry {
  const { also, ...rest } = found
  return { detail: '', keys: '', ...rest, words: `${found.label} ${also ?? ''}`.trim() }
}

/** Objects whose names are among the words of a search: faults of more than a few would hide each other. */
const namedMax = 8

/** Whether a name stands in a search as whole words; both in lower case. */
function isNamed(name: string, search: string): boolean {
  return ` ${search} `.includes(` ${name} `)
}

export interface PaletteEntries {
  /** For when the palette opens: what it lists stands still while it is open. */
  readonly all: () => PaletteEntry[]
  /** Faults of objects that a search names, besides the one that is selected. */
  readonly named: (search: string) => PaletteEntry[]
  /** The instant that a search is. */
  readonly instant: (search: string) => PaletteEntry | null
}

export function usePaletteEntries(): PaletteEntries {
  const t = useT()
  const texts = useTexts()
  const run = useRunStore()
  const history = useHistoryStore()
  const world = useWorldStore()
  const selection = useSelectionStore()
  const faults = useFaults()
  const vmOperations = useVmOperations()
  const actions = useActions()
  const projects = useProjectsStore()

  const actionEntries = (): PaletteEntry[] =>
    actions
      .filter((action) => action.id !== 'palette' && action.enabled())
      .map((action) => {
        const about = action.subject?.() ?? null
        const detail =
          about === null ? t(`actions.${action.group}` as MessageKey) : action.group === 'history' ? commandText(about, texts.value.language) : about
        return entry({
          id: `action:${action.id}`,
          kind: 'action',
          label: t(action.label),
          detail,
          keys: action.keys[0] === undefined ? '' : printed(action.keys[0]),
          also: action.id,
          run: action.run,
        })
      })

  const selectedKey = (): string => (selection.object === null ? '' : objectKey(selection.object))

  /** Snapshots and Fault Tolerance of a VM. */
  function operationEntries({ kind, name }: ObjectRef): PaletteEntry[] {
    if (kind !== 'vm') return []
    return vmOperations
      .of(name)
      .filter(({ reason }) => reason === null)
      .map(({ id, group, label, run: start }) =>
        entry({
          id: `${id}:${name}`,
          kind: 'action',
          label,
          detail: name,
          also: `${name} ${t(`operation.group.${group}` as MessageKey)} ${id}`,
          run: start,
        }),
      )
  }

  function faultEntries(object: ObjectRef): PaletteEntry[] {
    if (!faults.possible.value) return []
    const operations = operationEntries(object)
    const found = faults
      .on(object)
      .filter((fault) => faults.reason(fault, object) === null)
      .map((fault) =>
        entry({
          id: objectKey(object) === selectedKey() ? `fault:${fault.id}` : `fault:${fault.id}:${objectKey(object)}`,
          kind: 'fault',
          label: faults.label(fault),
          detail: object.kind === 'vcenter' ? 'vCenter Server' : object.name,
          also: `${object.name} ${fault.command}`,
          run: () => faults.put(fault, object, null),
        }),
      )
    return [...operations, ...found]
  }

  const bookmarkEntries = (): PaletteEntry[] =>
    history.bookmarks.map((bookmark) =>
      entry({
        id: `bookmark:${String(bookmark.id)}`,
        kind: 'bookmark',
        label: bookmark.note === '' ? t('bookmarks.noNote') : bookmark.note,
        detail: clockText(bookmark.t),
        also: clockText(bookmark.t),
        run: () => void history.goTo(bookmark),
      }),
    )

  const branchEntries = (): PaletteEntry[] =>
    (run.status?.branches ?? []).map((branch) =>
      entry({
        id: `branch:${String(branch.id)}`,
        kind: 'branch',
        label: branch.label === '' ? t('branch.first') : commandText(branch.label, texts.value.language),
        detail: clockText(branch.forkAt),
        run: () => void run.openBranch(branch.id),
      }),
    )

  const runEntries = (): PaletteEntry[] =>
    history.otherRuns.map((other) =>
      entry({
        id: `run:${String(other.branch)}`,
        kind: 'run',
        label: t('branch.runOf', { when: momentText(other.createdAt, texts.value.language) }),
        detail: t('branch.reached', { time: tickText(other.reached, 1000) }),
        run: () => void history.openRun(other),
      }),
    )

  function objectEntries(): PaletteEntry[] {
    const { mirror } = world
    const of = (kind: 'host' | 'vm' | 'datastore' | 'network', names: Iterable<string>): PaletteEntry[] =>
      [...names].map((name) => {
        const object: ObjectRef = { kind, name }
        return entry({ id: objectKey(object), kind, label: name, run: () => selection.select(object, { keepTab: true }) })
      })
    return [
      ...of('host', mirror.hosts.keys()),
      ...of('vm', mirror.vms.keys()),
      ...of('datastore', mirror.datastores.keys()),
      ...of('network', mirror.networks.keys()),
    ]
  }

  const labEntries = (): PaletteEntry[] => [
    ...projects.list.map((project) =>
      entry({
        id: `project:${String(project.id)}`,
        kind: 'project',
        label: texts.value.title(project),
        also: project.name,
        detail: t('palette.projectSize', { hosts: project.hosts, vms: project.vms }),
        run: () => void projects.open(project),
      }),
    ),
    ...run.samples.map((sample) =>
      entry({
        id: `sample:${sample.id}`,
        kind: 'sample',
        label: texts.value.title(sample),
        also: `${sample.name} ${sample.id}`,
        run: () => void projects.openSample(sample.id),
      }),
    ),
  ]

  function objectsNamed(search: string): ObjectRef[] {
    const { mirror } = world
    const words = search.toLowerCase().trim().replace(/\s+/g, ' ')
    const of = (kind: ObjectRef['kind'], names: Iterable<string>): ObjectRef[] =>
      [...names].filter((name) => isNamed(name.toLowerCase(), words)).map((name) => ({ kind, name }))
    return [
      ...of('host', mirror.hosts.keys()),
      ...of('datastore', mirror.datastores.keys()),
      ...of('network', mirror.networks.keys()),
      ...of('vcenter', ['vcenter']),
      ...of('vm', mirror.vms.keys()),
    ]
  }

  const named = (search: string): PaletteEntry[] =>
    objectsNamed(search)
      .filter((object) => objectKey(object) !== selectedKey())
      .slice(0, namedMax)
      .flatMap(faultEntries)

  function instant(search: string): PaletteEntry | null {
    const at = run.lab === null ? null : parseRunTime(search)
    if (at === null || at > run.until) return null
    return entry({ id: 'goTo', kind: 'action', label: t('palette.goTo', { time: runTimeText(at) }), run: () => void run.seek(at) })
  }

  const all = (): PaletteEntry[] => [
    ...actionEntries(),
    ...(selection.object === null ? [] : faultEntries(selection.object)),
    ...bookmarkEntries(),
    ...branchEntries(),
    ...runEntries(),
    ...labEntries(),
    ...objectEntries(),
  ]
  return { all, named, instant }
}

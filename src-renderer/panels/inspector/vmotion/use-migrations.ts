/** The migrations of the branch that is shown, as far as they have got, and the one that is looked at. */
import { computed, inject, provide, shallowRef, watch, type ComputedRef, type InjectionKey } from 'vue'
import type { MigrationState } from '../../../../src-main/contract/state.ts'
import { useShown } from '../../../composables/use-shown.ts'
import { useSelectionStore } from '../../../stores/selection.ts'
import { useTimelineStore } from '../../../stores/timeline.ts'
import { useWorldStore } from '../../../stores/world.ts'
import { listed, MigrationBook, type StoryAt } from './migration-book.ts'

export interface Migrations {
  readonly all: ComputedRef<readonly StoryAt[]>
  /** The one that was chosen; else that of the selected VM; else the first. */
  readonly current: ComputedRef<StoryAt | null>
  /** What the engine tells of it now; null: it neither waits nor runs. */
  readonly live: ComputedRef<MigrationState | null>
  readonly liveOf: (told: StoryAt) => MigrationState | null
  readonly choose: (told: StoryAt) => void
}

const restMs = 5000

const key: InjectionKey<Migrations> = Symbol('migrations')

export function provideMigrations(): Migrations {
  const timeline = useTimelineStore()
  const world = useWorldStore()
  const selection = useSelectionStore()
  const shown = useShown()
  const book = new MigrationBook()
  const chosen = shallowRef<number | null>(null)
  /** The one that was shown last while nobody chose: it stays in view when it ends, until another begins some time after. */
  let followed: number | null = null
  let generation = -1

  const all = computed(() => {
    void timeline.revision
    if (generation !== timeline.generation) book.clear()
    generation = timeline.generation
    book.follow(timeline.log.events)
    return listed(book.stories, shown.value.end)
  })
  const selected = computed(() => (selection.object?.kind === 'vm' ? selection.object.name : null))
  const current = computed(() => {
    const own = selected.value === null ? all.value : all.value.filter(({ story }) => story.vm === selected.value)
    if (selected.value !== null && own.length === 0) return null
    const picked = own.find(({ story }) => story.key === chosen.value)
    if (picked !== undefined) return picked
    const last = own.find(({ story }) => story.key === followed)
    const first = own[0] ?? null
    const isNext =
      first !== null && last !== undefined && first.story.key > last.story.key && (first.started?.t ?? 0) > (last.end?.t ?? Infinity) + restMs
    const shownOne = last === undefined || last.state === 'queued' || isNext ? first : last
    followed = shownOne?.story.key ?? null
    return shownOne
  })

  function liveOf({ story }: StoryAt): MigrationState | null {
    void world.revision
    const { running, queued } = world.mirror.migrations
    const isIt = ({ vm, role }: MigrationState): boolean => vm === story.vm && (role === 'secondary') === (story.role === 'secondary')
    return running.find(isIt) ?? queued.find(isIt) ?? null
  }

  // Whoever turns to another VM sees the newest of that one.
  watch(selected, (vm) => {
    if (vm !== null && all.value.find(({ story }) => story.key === chosen.value)?.story.vm !== vm) chosen.value = null
  })

  const migrations: Migrations = {
    all,
    current,
    live: computed(() =>
      current.value === null || current.value.state === 'completed' || current.value.state === 'failed' ? null : liveOf(current.value),
    ),
    liveOf,
    choose(told) {
      chosen.value = told.story.key
      selection.select({ kind: 'vm', name: told.story.vm }, { keepTab: true })
    },
  }
  provide(key, migrations)
  return migrations
}

export function useMigrations(): Migrations {
  const migrations = inject(key)
  if (migrations === undefined) throw new Error('no migrations are provided here')
  return migrations
}

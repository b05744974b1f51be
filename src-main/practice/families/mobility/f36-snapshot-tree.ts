import type { Phrase } from '../../../contract/texts/language.ts'
import { shuffled, type Rng } from '../../kit/draw.ts'
import type { Evidence, LabFile, Play } from '../../kit/evidence.ts'
import { defineFamily, type Outcome } from '../../kit/family.ts'
import { hostEntry, labFile } from '../../kit/labs.ts'

/** The guest writes a file; a snapshot is taken, or gone back to. */
interface Step {
  readonly do: 'write' | 'snapshot' | 'revert'
  readonly name: string
}

interface Operation {
  readonly do: 'revert' | 'delete' | 'deleteAll' | 'none'
  /** Of a snapshot; empty for `deleteAll`. */
  readonly name: string
}

interface TreeCase {
  readonly steps: readonly Step[]
  readonly operation: Operation
}

/** Commands in the words of the lab. */
type Command = { readonly do: string; readonly [argument: string]: unknown }

const SECONDS_APART = 60
const VM = 'vm-1'

const commandOf = ({ do: what, name }: Step): Command =>
  what === 'write'
    ? { do: 'vm.guestWrite', vm: VM, megabytes: 100, label: name }
    : { do: `snapshot.${what === 'snapshot' ? 'create' : 'revert'}`, vm: VM, name, ...(what === 'snapshot' && { memory: true }) }

const commandsOf = ({ do: what, name }: Operation): readonly Command[] => {
  if (what === 'none') return []
  return what === 'deleteAll' ? [{ do: 'snapshot.deleteAll', vm: VM }] : [{ do: `snapshot.${what}`, vm: VM, name }]
}

/** The history, and whatever is done in the end. */
function labWith(steps: readonly Step[], done: readonly Command[]): LabFile {
  const commands = [...steps.map(commandOf), ...done]
  return labFile('What is left of the snapshots?', {
    datastores: [{ name: 'ds-01' }],
    hosts: [hostEntry({ name: 'esx-01', cores: 8, mhz: 2600, memoryMiB: 65_536 })],
    vms: [{ name: VM, host: 'esx-01', vcpus: 1, memoryMiB: 512, diskGiB: 20 }],
    timeline: commands.map((command, at) => ({ at: `${(at + 1) * SECONDS_APART}s`, ...command })),
    until: `${(commands.length + 1) * SECONDS_APART}s`,
  })
}

/** Names of the snapshots that are there, of the one above "You are here", and the files that the running VM has. */
function stateOf({ state }: Evidence): readonly [readonly string[], string | null, readonly string[]] {
  const vm = state.vms[VM]
  const current = vm?.snapshots.find(({ id }) => id === vm.currentSnapshot)
  return [vm?.snapshots.map(({ name }) => name) ?? [], current?.name ?? null, [...(vm?.content ?? [])]]
}

const children = ({ state }: Evidence, name: string): readonly string[] => {
  const snapshots = state.vms[VM]?.snapshots ?? []
  const parent = snapshots.find((snapshot) => snapshot.name === name)?.id
  return snapshots.filter((snapshot) => snapshot.parent === parent && parent !== undefined).map((snapshot) => snapshot.name)
}

/** What hangs below a snapshot: its children, and the running VM where it is the current one. */
function branchesUnder(steps: readonly Step[], name: string): number {
  let current = ''
  let branches = 0
  for (const step of steps) {
    if (step.do === 'snapshot' && current === name) branches += 1
    if (step.do !== 'write') current = step.name
  }
  return branches + (current === name ? 1 : 0)
}

/** Files written while a snapshot was the current one: they are in its delta. */
function writtenUnder(steps: readonly Step[], name: string | null): readonly string[] {
  let current: string | null = null
  const files: string[] = []
  for (const step of steps)
    if (step.do !== 'write') current = step.name
    else if (current === name) files.push(step.name)
  return files
}

const without = (steps: readonly Step[], files: readonly string[]): readonly Step[] =>
  steps.filter((step) => step.do !== 'write' || !files.includes(step.name))

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'K', 'L', 'M', 'P', 'R', 'S', 'T', 'W'] as const

/** A chain, mostly with a branch, from the operation that it is for: what deletes all has something to lose on each side. */
function drawSteps(rng: Rng, what: Operation['do']): readonly Step[] {
  const names = shuffled(rng, LETTERS)
  const files = shuffled(rng, ['1', '2', '3', '4', '5', '6', '7', '8', '9']).map((digit) => `file-${digit}`)
  const step = (does: Step['do'], from: readonly string[], at: number): Step => ({ do: does, name: from[at] ?? '' })
  const depth = rng.between(2, 3)
  const isAll = what === 'deleteAll'
  const steps: Step[] = rng.chance(1, 2) ? [step('write', files, 0)] : []
  for (let at = 0; at < depth; at++) steps.push(step('snapshot', names, at), step('write', files, at + 1))
  if (isAll || rng.chance(2, 3)) {
    steps.push(step('revert', names, rng.between(0, depth - 1)), step('write', files, 5))
    if (rng.chance(2, 3)) steps.push(step('snapshot', names, 5), ...(isAll || rng.chance(1, 2) ? [step('write', files, 6)] : []))
  }
  return steps
}

/** Snapshots that have another below them. */
function withChildren(steps: readonly Step[]): readonly string[] {
  let current = ''
  const parents: string[] = []
  for (const step of steps) {
    if (step.do === 'snapshot' && current !== '' && !parents.includes(current)) parents.push(current)
    if (step.do !== 'write') current = step.name
  }
  return parents
}

const named = (names: readonly string[], none: string): string => (names.length === 0 ? none : names.join(', '))

const actionOf = ({ do: what, name }: Step): Phrase =>
  what === 'write'
    ? [`The guest writes ${name}`, `게스트가 ${name} 파일을 씀`]
    : what === 'snapshot'
      ? [`Snapshot ${name} is taken, with the memory`, `스냅샷 ${name} 생성(메모리 포함)`]
      : [`Revert to snapshot ${name}`, `스냅샷 ${name}(으)로 되돌리기`]

const operations: { readonly [what in Operation['do']]: (name: string) => Phrase } = {
  revert: (name) => [`the VM is reverted to snapshot ${name}`, `VM을 스냅샷 ${name}(으)로 되돌립니다`],
  delete: (name) => [`snapshot ${name} alone is deleted (not its children)`, `스냅샷 ${name}만 삭제합니다(하위 스냅샷은 제외)`],
  deleteAll: () => ['all snapshots are deleted (Delete All)', '모든 스냅샷을 삭제합니다(모두 삭제)'],
  none: () => ['nothing is done', '아무 작업도 하지 않습니다'],
}

const mistakes: { readonly [id: string]: Phrase } = {
  M1: ['Mixed up deleting and reverting', '삭제와 되돌리기를 혼동함'],
  M2: ['Thought that the children are removed too', '하위 스냅샷도 제거된다고 생각함'],
  M3: ['Thought that the data in the delta is lost', '델타 디스크의 데이터가 손실된다고 생각함'],
  M4: ['Thought that what was written since stays', '그 후에 쓴 데이터가 남는다고 생각함'],
  M5: ['Thought that side branches are merged too', '다른 분기의 데이터도 병합된다고 생각함'],
}

interface Wrong {
  readonly mistake: string
  readonly outcome: Outcome
}

function wrongOnes({ steps, operation }: TreeCase, play: Play): readonly Wrong[] {
  const before = play(labWith(steps, []))
  const outcome = (done: readonly Command[], history = steps): Outcome => stateOf(play(labWith(history, done)))
  const done = commandsOf(operation)
  const { name } = operation
  if (operation.do === 'deleteAll') {
    const [, current] = stateOf(before)
    const all = steps.filter((step) => step.do === 'write').map((step) => step.name)
    const back = (target: string | null): readonly Command[] => (target === null ? [] : [{ do: 'snapshot.revert', vm: VM, name: target }, ...done])
    return [
      { mistake: 'M1', outcome: outcome(back(steps.find((step) => step.do === 'snapshot')?.name ?? null)) },
      { mistake: 'M3', outcome: outcome(done, without(steps, writtenUnder(steps, current))) },
      { mistake: 'M5', outcome: [[], null, all] },
    ]
  }
  const below = children(before, name)
  const removed = below.map((child): Command => ({ do: 'snapshot.delete', vm: VM, name: child, children: true }))
  if (operation.do === 'revert')
    return [
      { mistake: 'M1', outcome: outcome([...done, { do: 'snapshot.delete', vm: VM, name }]) },
      { mistake: 'M2', outcome: outcome([...done, ...removed]) },
      { mistake: 'M4', outcome: [stateOf(before)[0], name, stateOf(before)[2]] },
    ]
  return [
    { mistake: 'M1', outcome: outcome([{ do: 'snapshot.revert', vm: VM, name }, ...done]) },
    { mistake: 'M2', outcome: outcome([{ do: 'snapshot.delete', vm: VM, name, children: true }]) },
    { mistake: 'M3', outcome: outcome(done, without(steps, writtenUnder(steps, name))) },
  ]
}

export const snapshotTree = defineFamily<TreeCase>({
  id: 'F36',
  title: ['State after revert, delete and delete all', '되돌리기, 삭제, 모두 삭제 후의 상태'],
  topics: ['Snapshots'],
  level: 2,
  generations: [7, 8, 9],
  forms: ['single'],
  facts: ['SN-007'],
  mistakes,
  draw(rng) {
    const what = rng.pick(['revert', 'delete', 'deleteAll'] as const)
    const steps = drawSteps(rng, what)
    return { steps, operation: { do: what, name: what === 'deleteAll' ? '' : rng.pick(withChildren(steps)) } }
  },
  lab: ({ steps, operation }) => labWith(steps, commandsOf(operation)),
  solve: stateOf,
  ask: ({ steps, operation }) => {
    const [en, ko] = operations[operation.do](operation.name)
    return {
      stem: [
        `A running VM has the history below. Now ${en}. Which snapshots are there afterwards, which one is above "You are here", and which files does the running VM have?`,
        `실행 중인 VM에서 아래 작업을 순서대로 했습니다. 이제 ${ko}. 그 후 남아 있는 스냅샷, "현재 위치(You are here)" 바로 위의 스냅샷, 실행 중인 VM에 있는 파일은 무엇입니까?`,
      ],
      given: [
        {
          title: ['History', '작업 기록'],
          head: [
            ['Step', '순서'],
            ['What is done', '작업'],
          ],
          rows: steps.map((step, at) => [at + 1, actionOf(step)]),
        },
      ],
    }
  },
  word(outcome) {
    const [snapshots, current, files] = outcome as unknown as ReturnType<typeof stateOf>
    return [
      `Snapshots: ${named(snapshots, 'none')} · above "You are here": ${current ?? 'none'} · files: ${named(files, 'none')}`,
      `스냅샷: ${named(snapshots, '없음')} · 현재 위치 위: ${current ?? '없음'} · 파일: ${named(files, '없음')}`,
    ]
  },
  wrong: (p, _evidence, play) => wrongOnes(p, play),
  vary: ({ steps }) => ({ steps, operation: { do: 'none', name: '' } }),
  explain: (p, evidence) => stepsOf(p, evidence),
  momentMs: ({ steps }) => (steps.length + 1) * SECONDS_APART * 1000,
})

function stepsOf({ operation, steps }: TreeCase, evidence: Evidence): ReturnType<Parameters<typeof defineFamily<TreeCase>>[0]['explain']> {
  const [snapshots, current, files] = stateOf(evidence)
  const after: Phrase = [
    `Afterwards: snapshots ${named(snapshots, 'none')}; above "You are here" ${current ?? 'none'}; files ${named(files, 'none')}.`,
    `작업 후: 스냅샷 ${named(snapshots, '없음')}, 현재 위치 위 ${current ?? '없음'}, 파일 ${named(files, '없음')}.`,
  ]
  const { name } = operation
  const merged: Phrase =
    branchesUnder(steps, name) > 1
      ? [
          'More than one branch hangs below it, so its disk stays as their shared parent.',
          '아래에 분기가 둘 이상 있으므로 디스크는 공동 상위 디스크로 남습니다.',
        ]
      : [
          `The delta that was opened with it (${named(writtenUnder(steps, name), 'empty')}) is merged.`,
          `함께 시작된 델타(${named(writtenUnder(steps, name), '비어 있음')})는 병합됩니다.`,
        ]
  if (operation.do === 'revert')
    return [
      {
        text: [
          `Reverting throws away the running state only and begins an empty delta below ${name}; the tree stays as it is, with all branches.`,
          `되돌리기는 실행 중인 상태만 버리고 ${name} 아래에서 빈 델타를 새로 시작합니다. 트리와 모든 분기는 그대로 유지됩니다.`,
        ],
        facts: ['SN-008', 'SN-007'],
      },
      {
        text: [`${name} was taken with: ${named(files, 'no file')}. ${after[0]}`, `${name} 생성 당시의 파일: ${named(files, '없음')}. ${after[1]}`],
        facts: ['SN-008'],
      },
    ]
  if (operation.do === 'delete')
    return [
      {
        text: [
          `Deleting takes ${name} out of the tree, and its children move up. ${merged[0]} The running state and the other snapshots keep their content.`,
          `삭제하면 ${name}이(가) 트리에서 빠지고 하위 스냅샷은 위로 올라갑니다. ${merged[1]} 실행 중인 상태와 다른 스냅샷의 내용은 그대로입니다.`,
        ],
        facts: ['SN-009'],
      },
      { text: after, facts: ['SN-009', 'SN-007'] },
    ]
  return [
    {
      text: [
        'Delete All merges everything on the way to "You are here" into the base disk and discards side branches; the running state does not change.',
        '모두 삭제는 현재 위치까지의 모든 델타를 기본 디스크에 병합하고 다른 분기는 버립니다. 실행 중인 상태는 바뀌지 않습니다.',
      ],
      facts: ['SN-010'],
    },
    { text: after, facts: ['SN-010'] },
  ]
}

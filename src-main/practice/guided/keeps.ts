/** What a guided lab does not allow: known before a command is done, and of a design. Pure, without the engine. */
import type { Lab, LabCommand } from '../../contract/lab/index.ts'
import type { Condition, ForbiddenCondition, GuidedLab, UnchangedCondition } from '../../contract/practice/guided.ts'

type Asked = Pick<LabCommand, 'do' | 'args'>

/** The keep that does not allow a command; null: it may be given. */
export function keepAgainst({ keeps, lab }: GuidedLab, command: Asked): Condition | null {
  const refuses = (keep: Condition): boolean =>
    (keep.kind === 'forbidden' && forbids(keep, command)) || (keep.kind === 'unchanged' && changes(keep, lab, command))
  return keeps.find(refuses) ?? null
}

/** Whether a `vm.configure` gives a setting that is to stay another value. */
function changes({ vms, keys }: UnchangedCondition, lab: Lab, command: Asked): boolean {
  if (command.do !== 'vm.configure') return false
  const { vm: name, ...args } = command.args as { readonly vm: string } & { readonly [key: string]: unknown }
  const before = lab.vms.find((vm) => vm.name === name) as { readonly [key: string]: unknown } | undefined
  if (before === undefined || !(vms.includes('*') || vms.includes(name))) return false
  return keys.some((key) => Object.hasOwn(args, key) && JSON.stringify(args[key]) !== JSON.stringify(before[key]))
}

/** Parts of a lab that say nothing about what happens in it. */
const wordsOfLab: readonly (keyof Lab)[] = ['name', 'nameKo', 'description', 'descriptionKo', 'bookmarks', 'warnings', 'expect', 'until', 'seed']

/** Keys of the lab file in which a design departs from the start; null: it is that of the start. */
export function designChanges({ lab: start }: GuidedLab, lab: Lab | null): readonly string[] {
  if (lab === null) return []
  const keys = Object.keys({ ...start, ...lab }) as (keyof Lab)[]
  return keys.filter((key) => !wordsOfLab.includes(key) && JSON.stringify(start[key]) !== JSON.stringify(lab[key]))
}

/** Keys that the solution changes in the design: those a learner may change there. */
export const openDesign = (guided: GuidedLab): readonly string[] => designChanges(guided, guided.solution.lab)

/** Whether a condition forbids a command, whatever the run does. */
export function forbids({ commands }: ForbiddenCondition, { do: name, args }: Asked): boolean {
  const leaves = leavesOf(args)
  const named = leaves.flatMap(([path, value]) => (objectKeys.includes(path) ? [value] : []))
  return commands.some(({ do: forbidden, keys, allowed, except }) => {
    if (forbidden !== name || named.some((each) => allowed.some((one) => one === each))) return false
    const isMeant = ([path, value]: Leaf): boolean => keys.some((key) => covers(key, path)) && !except.some((one) => one === value)
    return keys.length === 0 || leaves.some(isMeant)
  })
}

const objectKeys: readonly string[] = ['host', 'vm', 'datastore', 'network', 'pool']
type Leaf = readonly [path: string, value: unknown]

/** `{ ha: { isolationResponse: 'disabled' } }` → `ha.isolationResponse`. */
function leavesOf(value: unknown, path = ''): readonly Leaf[] {
  if (value === null || typeof value !== 'object') return [[path, value]]
  if (Array.isArray(value)) return [[path, value], ...value.map((each): Leaf => [path, each])]
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, path === '' ? key : `${path}.${key}`))
}

const covers = (key: string, path: string): boolean =>
  key.endsWith('*') ? path.startsWith(key.slice(0, -1)) : path === key || path.startsWith(`${key}.`)

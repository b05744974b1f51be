/** What a window sees of a draft: its lab as plain data, and what is wrong with it. */
import type { DesignKind, DesignLab, DesignProblem } from '../contract/api-design.ts'
import type { Json } from '../contract/events.ts'
import type { Lab } from '../contract/lab/lab.ts'
import { labListKeys } from '../contract/lab/lab.ts'
import { pathText } from '../contract/lab/problems.ts'
import { defaultDatastores, defaultNetworks } from '../contract/lab/resolve.ts'
import type { ReadTrace } from '../contract/lab/traces.ts'
import { validateLab, type Problem } from '../contract/lab/validate.ts'
import '../contract/lab/with-zod.ts'
import type { LabDocument } from './lab-document.ts'
import { isList, isMap, valueAt, type Path, type PlainMap } from './plain.ts'

export interface Judged {
  /** Null where there are problems. */
  readonly lab: Lab | null
  readonly problems: readonly DesignProblem[]
  readonly warnings: readonly DesignProblem[]
}

/** More than a person reads; a wrong key of 8,000 VMs is as many. */
const SHOWN_MAX = 1000

/** Everything that is wrong with a document, in the order of the file. */
export function judge(document: LabDocument, readTrace: ReadTrace | null): Judged {
  try {
    const { lab, problems, warnings } = validateLab(document.data, readTrace)
    const all: readonly Problem[] = [...document.duplicates, ...problems]
    return {
      lab: all.length === 0 ? lab : null,
      problems: inFileOrder(located(all, document)),
      warnings: located(warnings, document),
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return {
      lab: null,
      problems: [{ path: '', line: null, message: 'the file is nested too deeply', messageKo: '파일의 중첩이 너무 깊습니다', object: null, key: [] }],
      warnings: [],
    }
  }
}

function located(problems: readonly Problem[], document: LabDocument): readonly DesignProblem[] {
  if (problems.length === 0) return []
  const shown = problems.slice(0, SHOWN_MAX)
  const lines = document.linesOf(shown.map(({ path }) => path))
  const list = shown.map(({ path, message: [message, messageKo] }, i) => ({
    path: pathText(path),
    line: lines[i] ?? null,
    message,
    messageKo,
    ...objectAt(document.data, path),
  }))
  const more = problems.length - shown.length
  return more === 0
    ? list
    : [...list, { path: '', line: null, message: `and ${more} more problems`, messageKo: `그 외 문제 ${more}개`, object: null, key: [] }]
}

const inFileOrder = (problems: readonly DesignProblem[]): readonly DesignProblem[] =>
  [...problems].sort((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER))

/** The entry that a path leads into, and the key inside it. */
export function objectAt(data: PlainMap, path: Path): Pick<DesignProblem, 'object' | 'key'> {
  const [first, second, third, fourth] = path
  const ofEntry = (kind: DesignKind, length: number): Pick<DesignProblem, 'object' | 'key'> => {
    const name = valueAt(data, [...path.slice(0, length), 'name'])
    return typeof name === 'string' ? { object: { kind, name }, key: path.slice(length) } : { object: null, key: path }
  }
  const list = labListKeys.find((key) => key === first)
  if (list !== undefined && typeof second === 'number') return ofEntry(list.slice(0, -1) as DesignKind, 2)
  if (first !== 'cluster') return { object: null, key: path }
  if (second === 'resourcePools' && typeof third === 'number') return ofEntry('pool', 3)
  if (second !== 'drs') return { object: null, key: path }
  if (third === 'rules' && typeof fourth === 'number') return ofEntry('rule', 4)
  if ((third === 'vmGroups' || third === 'hostGroups') && typeof fourth === 'string')
    return { object: { kind: third === 'vmGroups' ? 'vmGroup' : 'hostGroup', name: fourth }, key: ['members', ...path.slice(4)] }
  return { object: null, key: path }
}

type Entry = { readonly [key: string]: Json }

const mapsIn = (value: unknown): readonly Entry[] => (isList(value) ? (value.filter(isMap) as readonly Entry[]) : [])
const groupsIn = (value: unknown): readonly Entry[] =>
  isMap(value) ? Object.entries(value).map(([name, members]) => ({ name, members: (isList(members) ? members : []) as Json })) : []

/** The lab file as plain data. */
export function labOf(data: PlainMap): DesignLab {
  const { cluster: rawCluster, networks, datastores, hosts, vms, timeline, expect, ...head } = data
  const cluster = isMap(rawCluster) ? rawCluster : {}
  const { resourcePools, drs: rawDrs, ...restOfCluster } = cluster
  const { rules, vmGroups, hostGroups, ...drs } = isMap(rawDrs) ? rawDrs : {}
  return {
    head: head as Entry,
    cluster: { ...restOfCluster, ...('drs' in cluster && { drs: isMap(rawDrs) ? drs : rawDrs }) } as Entry,
    networks: mapsIn(networks),
    datastores: mapsIn(datastores),
    implied: {
      networks: networks === undefined ? defaultNetworks.map(({ name, kind }) => ({ name, kind })) : [],
      datastores: datastores === undefined ? defaultDatastores.map(({ name, array }) => ({ name, array: array ?? name })) : [],
    },
    hosts: mapsIn(hosts),
    vms: mapsIn(vms),
    pools: mapsIn(resourcePools),
    rules: mapsIn(rules),
    vmGroups: groupsIn(vmGroups),
    hostGroups: groupsIn(hostGroups),
    commands: isList(timeline) ? timeline.length : 0,
    expectations: isList(expect) ? expect.length : 0,
  }
}

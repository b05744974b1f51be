/** What can be seen of a cluster at an instant: in the vSphere Client, by its users, and on the spot. Everything is read from the engine's state and log. */
import type { LabEvent } from '../../contract/events.ts'
import { fieldOf } from '../../contract/events.ts'
import type { DrillLook } from '../../contract/practice/drill.ts'
import type { GivenTable } from '../../contract/practice/question.ts'
import type { LabState, VmState } from '../../contract/state.ts'
import { formatMiB } from '../../contract/texts/format.ts'
import { optionWords } from '../../contract/texts/form-options.ts'
import { inBoth, type Phrase } from '../../contract/texts/language.ts'
import { createSimulation, type Simulation } from '../../engine/index.ts'
import type { Lab } from '../../contract/lab/index.ts'
import { label } from '../kit/settings.ts'
import { PING_EVERY_S } from './design.ts'

/** One thing that is seen: of which object, in words of both languages. */
export interface Sight {
  readonly what: Phrase
  readonly text: Phrase
}

export interface Observation {
  readonly lab: Lab
  readonly t: number
  /** Without them: vCenter Server does not answer. */
  readonly isClientThere: boolean
  readonly state: LabState
  readonly events: readonly LabEvent[]
  /** VMs that answer none of their users' pings. */
  readonly silent: ReadonlySet<string>
}

/** Longer than a ping takes to be sent again. */
const LISTEN_MS = (PING_EVERY_S + 1) * 1000

/** Looks at a run at instants that follow each other. */
export class Watcher {
  readonly #lab: Lab
  readonly #simulation: Simulation
  #last: Observation | null = null

  constructor(lab: Lab) {
    this.#lab = lab
    this.#simulation = createSimulation(lab)
  }

  at(t: number): Observation {
    // Pings are listened for before the instant: the same one cannot be looked at anew.
    if (this.#last?.t !== t) this.#last = this.#look(t)
    return this.#last
  }

  #look(t: number): Observation {
    const simulation = this.#simulation
    simulation.runUntil(Math.max(simulation.now, t - LISTEN_MS))
    const before = simulation.state().vms
    simulation.runUntil(t)
    const state = simulation.state()
    const { running, connected } = state.vcenter
    const lost = ({ pingsLost }: VmState): number => pingsLost ?? 0
    const silent = Object.entries(state.vms).filter(([name, vm]) => lost(vm) > lost(before[name] ?? vm))
    return {
      lab: this.#lab,
      t,
      isClientThere: running && connected,
      state,
      events: simulation.log,
      silent: new Set(silent.map(([name]) => name)),
    }
  }
}

const answers: Phrase = ['Answers', '응답함']
const silence: Phrase = ['Does not answer', '응답 없음']
const none: Phrase = ['–', '–']

/** The tables that are there from the start. */
export function givenOf(observation: Observation): readonly GivenTable[] {
  const { isClientThere, state, silent } = observation
  const users: GivenTable = {
    title: ['What users report', '사용자 보고'],
    head: [
      ['VM', 'VM'],
      ['Pings from outside', '외부 ping'],
    ],
    rows: Object.keys(state.vms).map((name) => [name, silent.has(name) ? silence : answers]),
  }
  if (!isClientThere)
    return [
      { title: ['vSphere Client: vCenter Server does not answer', 'vSphere Client: vCenter Server가 응답하지 않음'], head: [], rows: [] },
      users,
    ]
  const alarms = (entity: string): Phrase => {
    const on = state.alarms.filter((alarm) => alarm.entity === entity)
    return on.length === 0 ? none : inBoth((language) => on.map(({ alarm }) => label('alarm', alarm)[language === 'en' ? 0 : 1]).join(', '))
  }
  const hosts: GivenTable = {
    title: ['vSphere Client: hosts', 'vSphere Client: 호스트'],
    head: [
      ['Host', '호스트'],
      ['State', '상태'],
      ['vSphere HA state', 'vSphere HA 상태'],
      ['Alarms', '경보'],
    ],
    rows: Object.entries(state.hosts).map(([name, host]) => [
      name,
      label('hostConnection', host.connection),
      label('haState', host.haState),
      alarms(name),
    ]),
  }
  const vms: GivenTable = {
    title: ['vSphere Client: virtual machines', 'vSphere Client: 가상 시스템'],
    head: [
      ['VM', 'VM'],
      ['Host', '호스트'],
      ['State', '상태'],
      ['VMware Tools', 'VMware Tools'],
    ],
    rows: Object.entries(state.vms).map(([name, vm]) => [name, vm.host ?? none, vmText(vm), toolsText(state, vm)]),
  }
  return [hosts, vms, users]
}

function isKnown(state: LabState, { host }: VmState): boolean {
  return host === null || state.hosts[host]?.connection === 'connected'
}

function vmText(vm: VmState): Phrase {
  return vm.connection === 'connected' ? label('vmPower', vm.power) : label('vmConnection', vm.connection)
}

/** As far as vCenter knows: through a host that answers it. */
function toolsText(state: LabState, vm: VmState): Phrase {
  if (!isKnown(state, vm) || vm.connection !== 'connected' || vm.power === 'off') return none
  return vm.guest === 'ready' ? ['Running', '실행 중'] : ['Not running', '실행되고 있지 않음']
}

/** What vCenter logs of what happens to it, its hosts and VMs; not what somebody does to them. */
const logged: ReadonlySet<LabEvent['type']> = new Set([
  'host.connectionChanged',
  'ha.hostStateChanged',
  'alarm.triggered',
  'alarm.cleared',
  'configIssue.raised',
  'configIssue.cleared',
  'vcenter.eventLogged',
  'vm.reset',
])

/** What a host takes itself for is known to its agent. */
function isLogged(event: LabEvent): boolean {
  return logged.has(event.type) && !(event.type === 'ha.hostStateChanged' && fieldOf(event, 'by') === 'self')
}

/** Events that the vSphere Client shows, oldest first; none while it is away. */
export function newsOf({ isClientThere, events, t }: Observation): readonly LabEvent[] {
  return isClientThere ? events.filter((event) => event.t <= t && isLogged(event)) : []
}

/** On the spot. Null: there is no such object. */
export function lookAt(observation: Observation, look: DrillLook, object: string): Sight | null {
  const { state } = observation
  const host = state.hosts[object]
  const vm = state.vms[object]
  const network = state.networks[object]
  switch (look) {
    case 'console':
      return host === undefined ? null : { what: [`The console of ${object}`, `${object}의 콘솔`], text: consoleText(observation, object) }
    case 'uplinks':
      return host === undefined ? null : { what: [`The uplinks of ${object}`, `${object}의 업링크`], text: uplinksText(state, object) }
    case 'paths':
      return host === undefined
        ? null
        : { what: [`The paths of ${object} to its datastores`, `${object}의 데이터스토어 경로`], text: pathsText(state, object) }
    case 'agent':
      return host === undefined
        ? null
        : {
            what: [`The vSphere HA agent on ${object}`, `${object}의 vSphere HA 에이전트`],
            text: host.power === 'on' ? label('haState', host.haStateSelf) : noPower,
          }
    case 'switch':
      return network === undefined ? null : { what: [`The switch of ${object}`, `${object}의 스위치`], text: switchText(state, object) }
    case 'guest':
      return vm === undefined ? null : { what: [`The screen of ${object}`, `${object}의 화면`], text: guestText(vm) }
    case 'settings':
      return vm === undefined ? null : { what: [`The settings of ${object}`, `${object}의 설정`], text: settingsText(state, object, vm) }
  }
}

const noPower: Phrase = ['Nothing: the host does not run', '없음: 호스트가 실행되고 있지 않음']

function consoleText({ state, events, t }: Observation, host: string): Phrase {
  const power = state.hosts[host]?.power
  if (power === 'on') return ['The Direct Console User Interface, as always', '평소와 같은 DCUI 화면']
  if (power === 'booting') return ['ESXi boots', 'ESXi가 부팅 중']
  const failed = events.findLast((event) => event.type === 'host.failed' && event.t <= t && fieldOf(event, 'host') === host)
  return failed !== undefined && fieldOf(failed, 'kind') === 'crash'
    ? ['A purple screen', '보라색 화면']
    : ['Dark; no light is on', '꺼져 있고 표시등도 꺼져 있음']
}

function uplinksText(state: LabState, host: string): Phrase {
  if (state.hosts[host]?.power !== 'on') return noPower
  const link = (network: string): Phrase => {
    const { up, disconnectedHosts } = state.networks[network] ?? { up: false, disconnectedHosts: [] }
    return up && !disconnectedHosts.includes(host) ? ['up', '연결됨'] : ['down', '끊김']
  }
  return listed(Object.keys(state.networks).map((network) => [network, link(network)]))
}

function pathsText(state: LabState, host: string): Phrase {
  if (state.hosts[host]?.power !== 'on') return noPower
  const reached = Object.entries(state.datastores).filter(([, { hosts }]) => hosts[host] !== undefined)
  return listed(reached.map(([name, { hosts }]) => [name, label('datastoreAccess', hosts[host] ?? '')]))
}

function switchText(state: LabState, name: string): Phrase {
  const network = state.networks[name]
  if (network === undefined || !network.up) return ['Dead: no port has a link', '작동하지 않음: 링크가 있는 포트가 없음']
  if (network.groups.length < 2) return ['Works, in one piece', '하나로 정상 작동']
  const groups = network.groups.map((group) => group.join(', ')).join(' | ')
  return [`Works, in parts that do not reach each other: ${groups}`, `서로 통신하지 못하는 부분으로 나뉘어 작동: ${groups}`]
}

function guestText(vm: VmState): Phrase {
  if (vm.instances.length === 0) return ['It is off', '꺼져 있음']
  const where = vm.instances.join(', ')
  const guest = label('guest', vm.guest)
  return [`${guest[0]}, on ${where}`, `${guest[1]}, ${where}`]
}

function settingsText(state: LabState, name: string, vm: VmState): Phrase {
  const priority = label('priority', vm.haSettings?.restartPriority ?? '')
  const rules = Object.entries(state.rules).filter(([, rule]) => rule.vms.includes(name))
  const rule = (language: 0 | 1): string =>
    rules.map(([rule, { type, hosts }]) => `${rule} (${(optionWords[`type.${type}`] ?? none)[language]} ${hosts.join(', ')})`).join('; ') || '–'
  return inBoth((language) => {
    const at = language === 'en' ? 0 : 1
    const words: readonly (readonly [Phrase, string])[] = [
      [['restart priority', '다시 시작 우선 순위'], priority[at]],
      [['rules', '규칙'], rule(at)],
      [['memory reserved', '예약된 메모리'], formatMiB(vm.memoryReservationMiB, language)],
      [['datastore', '데이터스토어'], vm.datastore],
    ]
    return words.map(([what, text]) => `${what[at]}: ${text}`).join(' · ')
  })
}

function listed(entries: readonly (readonly [string, Phrase])[]): Phrase {
  const text = (at: 0 | 1): string => entries.map(([name, phrase]) => `${name} ${phrase[at]}`).join(' · ')
  return [text(0), text(1)]
}

/** What can be looked at with each look: nothing comes or goes in a drill. */
export function objectsOf({ hosts, vms, networks }: Lab): { readonly [look in DrillLook]: readonly string[] } {
  const names = (list: readonly { readonly name: string }[]): readonly string[] => list.map(({ name }) => name)
  const [hostNames, vmNames] = [names(hosts), names(vms)]
  return {
    console: hostNames,
    uplinks: hostNames,
    paths: hostNames,
    agent: hostNames,
    switch: names(networks),
    guest: vmNames,
    settings: vmNames,
  }
}

/** Everything that can be seen without looking, by what it is: two clusters in which all of it is the same look the same. */
export function seenOf(observation: Observation): ReadonlyMap<string, Sight> {
  const all = new Map<string, Sight>()
  for (const { title, head, rows } of givenOf(observation)) {
    if (rows.length === 0) all.set(title[0], { what: title, text: title })
    for (const [name, ...cells] of rows)
      cells.forEach((cell, at) => {
        const column = head[at + 1] ?? none
        const what: Phrase = [`${column[0]} of ${String(name)}`, `${String(name)}의 ${column[1]}`]
        all.set(`${title[0]} ${what[0]}`, { what, text: typeof cell === 'object' ? cell : [String(cell), String(cell)] })
      })
  }
  return all
}

/** The same for everything that looking shows. */
export function lookedOf(observation: Observation): ReadonlyMap<string, Sight> {
  const all = new Map<string, Sight>()
  for (const [look, objects] of Object.entries(objectsOf(observation.lab)))
    for (const object of objects) {
      const sight = lookAt(observation, look as DrillLook, object)
      if (sight !== null) all.set(`${look} ${object}`, sight)
    }
  return all
}

/** What the other shows otherwise, with what it shows. */
export function differences(
  here: ReadonlyMap<string, Sight>,
  there: ReadonlyMap<string, Sight>,
): readonly { readonly here: Sight; readonly there: Sight }[] {
  const found: { here: Sight; there: Sight }[] = []
  for (const [key, sight] of here) {
    const other = there.get(key)
    if (other !== undefined && other.text[0] !== sight.text[0]) found.push({ here: sight, there: other })
  }
  return found
}

/** How many things are seen otherwise, or not at all. */
export function distance(here: ReadonlyMap<string, Sight>, there: ReadonlyMap<string, Sight>): number {
  let count = 0
  for (const [key, { text }] of here) if (there.get(key)?.text[0] !== text[0]) count++
  for (const key of there.keys()) if (!here.has(key)) count++
  return count
}

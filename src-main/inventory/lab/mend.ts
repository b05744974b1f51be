/**
 * Exports hold what a lab may not: a VM on a host that lacks its datastore, reservations that do not fit, more of something than vSphere allows. What
 * `check` would refuse is mended, each time listed, until nothing is left.
 */
import '../../contract/lab/with-zod.ts'
import { validateLab } from '../../contract/lab/validate.ts'
import type { Problem } from '../../contract/lab/validate.ts'
import type { Phrase } from '../../contract/texts/language.ts'
import type { DraftDatastore, DraftHost, DraftVm, Plain, Workshop } from './draft.ts'

const ROUNDS_MAX = 12

/** Changes `lab`. False: it could not be mended. */
export function mend(shop: Workshop, lab: Plain): boolean {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const { problems } = validateLab(lab, null)
    if (problems.length === 0) return true
    // Entries go from the end, so that places of the others stay.
    for (const problem of [...problems].sort((a, b) => Number(b.path[1] ?? 0) - Number(a.path[1] ?? 0))) mendOne(shop, lab, problem)
  }
  return validateLab(lab, null).problems.length === 0
}

/** Before anything is checked: what is known to go wrong, in the way that changes least. */
export function mendPlaces(shop: Workshop, hosts: readonly DraftHost[], datastores: readonly DraftDatastore[], vms: readonly DraftVm[]): void {
  const byName = new Map(datastores.map((datastore) => [datastore.name, datastore]))
  const hostOf = new Map(hosts.map((host) => [host.name, host]))
  const added = new Map<DraftDatastore, Map<string, string>>()
  for (const vm of vms) {
    if (vm.power === 'off' || vm.host === undefined) continue
    const host = hostOf.get(vm.host)
    if (host?.maintenance === true) {
      delete host.maintenance
      shop.assumptions.note(`${shop.where}/${host.name}`, 'maintenance', false, [
        `${vm.name} runs on it: a host in maintenance mode runs nothing`,
        `${vm.name}이(가) 실행 중입니다. 유지 보수 모드인 호스트에서는 아무것도 실행되지 않습니다`,
      ])
    }
    const second = typeof vm['ftSecondaryHost'] === 'string' ? [vm['ftSecondaryHost']] : []
    for (const name of [vm.datastore, ...(vm.disks ?? []).map((disk) => disk.datastore)]) {
      const datastore = name === undefined ? undefined : byName.get(name)
      if (datastore?.hosts === undefined) continue
      for (const needs of [vm.host, ...second]) {
        if (datastore.hosts.includes(needs)) continue
        datastore.hosts = [...datastore.hosts, needs]
        const seen = added.get(datastore) ?? new Map<string, string>()
        added.set(datastore, seen.set(needs, vm.name))
      }
    }
  }
  for (const [datastore, seen] of added)
    for (const [host, vm] of seen)
      shop.assumptions.note(`${shop.where}/${datastore.name}`, 'hosts', host, [
        `${vm} runs on ${host}, and vDatastore does not list that host: it reaches the datastore`,
        `${vm}이(가) ${host}에서 실행 중이지만 vDatastore에 이 호스트가 없어 액세스할 수 있는 것으로 봅니다`,
      ])
}

function mendOne(shop: Workshop, lab: Plain, { path, message }: Problem): void {
  const [head, index, key] = path
  const entry = entryAt(lab, path)
  const note = (field: string, value: string | number | boolean | null, reason = message): void =>
    shop.assumptions.note(entry === null ? shop.where : `${shop.where}/${String(entry['name'])}`, field, value, reason)
  if (message[0].includes('limits: none') && lab['limits'] !== 'none') {
    lab['limits'] = 'none'
    return shop.assumptions.note(shop.where, 'limits', 'none', message)
  }
  if (head === 'cluster' && (index === 'ha' || index === 'drs')) {
    const block = (lab['cluster'] as Plain)[index] as Plain
    if (index === 'ha' && (key === undefined || key === 'admissionControl')) {
      block['admissionControl'] = { policy: 'disabled' }
      return note('cluster.ha.admissionControl.policy', 'disabled')
    }
    // As if it were left out.
    delete block[String(key)]
    return note(`cluster.${index}.${String(key)}`, null)
  }
  if (entry === null || typeof key !== 'string' || !(key in entry || key.endsWith('Reservation') || key.includes('Reservation')))
    return removeWhole(shop, lab, path, message)
  if (key === 'memoryReservationMiB' || key === 'cpuReservationMHz') return mendReservation(shop, lab, entry, key, message, note)
  if (key === 'host' || key === 'ftSecondaryHost') {
    delete entry[key]
    return note(key, null)
  }
  if (head === 'vms' && ['vcpus', 'memoryMiB', 'name'].includes(key)) return removeWhole(shop, lab, path, message)
  delete entry[key]
  note(key, null)
}

/** Less is reserved where that helps, else the host or the cluster can do more than was said. */
function mendReservation(
  shop: Workshop,
  lab: Plain,
  entry: Plain,
  key: 'memoryReservationMiB' | 'cpuReservationMHz',
  message: Phrase,
  note: (field: string, value: number | null, reason?: Phrase) => void,
): void {
  const limit = /expected at most (?:the configured memory|the limit), (\d+)/.exec(message[0])
  if (limit !== null) {
    entry[key] = Number(limit[1])
    return note(key, Number(limit[1]))
  }
  if (Number(entry[key] ?? 0) > 0) {
    delete entry[key]
    return note(key, 0)
  }
  if (entry['faultTolerance'] === true) {
    delete entry['faultTolerance']
    delete entry['ftSecondaryHost']
    return shop.assumptions.note(`${shop.where}/${String(entry['name'])}`, 'faultTolerance', false, message)
  }
  // Nothing is reserved any more: it is the overhead that does not fit.
  if ('host' in entry) {
    const host = (lab['hosts'] as DraftHost[]).find(({ name }) => name === entry['host'])
    if (host?.vmCapacity !== undefined && host.vmCapacity.memoryMiB < host.memoryMiB) {
      host.vmCapacity = { ...host.vmCapacity, memoryMiB: host.memoryMiB }
      return shop.assumptions.note(`${shop.where}/${host.name}`, 'vmCapacity.memoryMiB', host.memoryMiB, message)
    }
    delete entry['host']
    return shop.assumptions.note(`${shop.where}/${String(entry['name'])}`, 'host', null, message)
  }
  entry['power'] = 'off'
  shop.assumptions.note(`${shop.where}/${String(entry['name'])}`, 'power', 'off', message)
}

/** The record of a list that a path leads into; null: none. */
function entryAt(lab: Plain, path: Problem['path']): Plain | null {
  const [head, index] = path
  const list =
    head === 'cluster' && index === 'resourcePools' ? (lab['cluster'] as Plain)['resourcePools'] : head === 'cluster' ? null : lab[String(head)]
  const at = head === 'cluster' ? path[2] : index
  const entry: unknown = Array.isArray(list) && typeof at === 'number' ? list[at] : null
  return typeof entry === 'object' && entry !== null ? (entry as Plain) : null
}

/** What cannot be mended in part is left out and reported. */
function removeWhole(shop: Workshop, lab: Plain, path: Problem['path'], message: Phrase): void {
  let parent: unknown = lab
  for (const key of path.slice(0, path[0] === 'cluster' ? -1 : 1)) parent = (parent as Plain | undefined)?.[String(key)]
  const key = path[0] === 'cluster' ? path.at(-1) : path[1]
  if (Array.isArray(parent) && typeof key === 'number') {
    const [gone] = parent.splice(key, 1) as (Plain | undefined)[]
    shop.skipped.push({ what: String(path[0]), name: String(gone?.['name'] ?? ''), reason: message })
  } else if (typeof parent === 'object' && parent !== null && key !== undefined) {
    delete (parent as Plain)[String(key)]
    shop.assumptions.note(shop.where, path.join('.'), null, message)
  }
}

/** DRS rules: exports have their names and the VMs in them, and not what they say. Snapshots: a lab begins without. */
import { formatNumber, withUnit } from '../../contract/texts/format.ts'
import { inBoth, pick } from '../../contract/texts/language.ts'
import type { Language, Phrase } from '../../contract/texts/language.ts'
import type { SourceVm } from '../model.ts'
import { UniqueNames } from './draft.ts'
import type { Plain, Workshop } from './draft.ts'

const kinds = ['leftOut', 'keepTogether', 'separate', 'shouldRunOn', 'mustRunOn', 'shouldNotRunOn', 'mustNotRunOn'] as const

/** The part of `cluster.drs` that has rules; null: none was stated. */
export function statedRules(shop: Workshop, nameOf: ReadonlyMap<SourceVm, string>): Plain | null {
  const members = new Map<string, string[]>()
  for (const vm of shop.source.vms) {
    const name = nameOf.get(vm)
    if (name !== undefined) for (const rule of rulesOf(vm)) members.set(rule, [...(members.get(rule) ?? []), name])
  }
  const names = new UniqueNames(shop, 'rule')
  const rules: Plain[] = []
  const vmGroups: { [name: string]: readonly string[] } = {}
  const hostGroups: { [name: string]: readonly string[] } = {}
  const hosts = [...shop.hostNames.values()]
  for (const [written, vms] of members) {
    const name = names.take(written)
    const where = `${shop.where}/${name}`
    const kind = shop.assumptions.choice(
      where,
      'rule',
      'leftOut',
      [
        `only its name is exported, with ${vms.join(', ').slice(0, 1000)}: state what it says`,
        `이름만 내보내기에 있습니다(${vms.join(', ').slice(0, 1000)}). 규칙의 종류를 입력하십시오`,
      ],
      kinds,
    )
    if (kind === 'leftOut') continue
    if (kind === 'keepTogether' || kind === 'separate') {
      rules.push({ name, type: kind, vms })
      continue
    }
    const group = shop.assumptions.hosts(where, 'hosts', hosts, [
      'the hosts of the rule are not exported: state them',
      '규칙의 호스트는 내보내기에 없습니다. 입력하십시오',
    ])
    if (group.length === 0) continue
    const [vmGroup, hostGroup] = [`${name} VMs`.slice(-300), `${name} hosts`.slice(-300)]
    vmGroups[vmGroup] = vms
    hostGroups[hostGroup] = group
    rules.push({ name, type: kind, vmGroup, hostGroup })
  }
  if (rules.length === 0) return null
  return { ...(Object.keys(vmGroups).length > 0 && { vmGroups, hostGroups }), rules }
}

/** One name may have a comma in it: the count says whether there are several. */
function rulesOf({ info }: SourceVm): readonly string[] {
  const text = info.text('cluster rule name(s)')
  if (text === '') return []
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const count = info.number('cluster rule(s)')
  return count === 1 || (count !== null && count !== parts.length) ? [text] : parts
}

/** Commands that take the snapshots at the start, where a person wants that; else they are reported. */
export function snapshotCommands(shop: Workshop, nameOf: ReadonlyMap<SourceVm, string>, isOn: (name: string) => boolean): readonly Plain[] {
  const owners = shop.source.vms.filter((vm) => vm.snapshots.length > 0 && nameOf.has(vm))
  if (owners.length === 0) return []
  const count = owners.reduce((sum, vm) => sum + vm.snapshots.length, 0)
  const choice = shop.assumptions.choice(
    shop.where,
    'snapshots',
    'leftOut',
    [
      `a lab begins without snapshots; ${count} are in the export: they can be taken anew in its first minutes`,
      `랩은 스냅샷 없이 시작합니다. 내보내기에 ${count}개가 있으며 시작 직후 다시 만들 수 있습니다`,
    ],
    ['leftOut', 'takenAtStart'],
  )
  return owners.flatMap((vm) => {
    const name = nameOf.get(vm) ?? ''
    return vm.snapshots.flatMap((row, i): readonly Plain[] => {
      const snapshot = row.text('name').slice(0, 300) || `snapshot ${i + 1}`
      if (choice === 'takenAtStart' && isOn(name)) return [{ at: `${i + 1}m`, do: 'snapshot.create', vm: name, name: snapshot }]
      const size = row.number('size mb (total)')
      const taken = row.date('date / time')
      const because: Phrase =
        choice === 'takenAtStart'
          ? ['its VM is off', '가상 시스템이 꺼져 있습니다']
          : ['a lab begins without snapshots', '랩은 스냅샷 없이 시작합니다']
      const factsIn = (language: Language): readonly string[] =>
        [taken?.replace('T', ' '), size === null ? undefined : withUnit(formatNumber(size), 'MiB', language)].filter((fact) => fact !== undefined)
      shop.skipped.push({
        what: 'snapshot',
        name: `${name}: ${snapshot}`,
        reason: inBoth((language) => [pick(because, language), ...factsIn(language)].join('; ')),
      })
      return []
    })
  })
}

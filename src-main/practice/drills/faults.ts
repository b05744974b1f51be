/** What a drill can hide: faults with the commands that bring them about, in the words of an administrator who has found them. */
import type { DrillLevel } from '../../contract/practice/drill.ts'
import type { Phrase } from '../../contract/texts/language.ts'
import type { LabFile } from '../kit/evidence.ts'
import { DATASTORES, MANAGEMENT, VM_NETWORK, type DrillDesign, type DrillExtras, type DrillVm } from './design.ts'

export interface Fault {
  /** Kind and objects: no two faults of a design have the same. */
  readonly key: string
  readonly level: DrillLevel
  readonly text: Phrase
  readonly commands: readonly LabFile[]
  readonly extras: DrillExtras
}

type Draft = Pick<Fault, 'text' | 'commands'> & { readonly extras?: DrillExtras }

/** Every fault of a design up to a level. */
export function faultsOf(design: DrillDesign, level: DrillLevel): readonly Fault[] {
  const all: Fault[] = []
  const add = (key: string, of: DrillLevel, { text, commands, extras = {} }: Draft): void => {
    if (of <= level) all.push({ key, level: of, text, commands, extras })
  }
  for (const host of design.hosts) {
    add(`powerOff ${host}`, 1, {
      text: [`${host} has lost its power`, `${host}의 전원이 끊겼다`],
      commands: [{ do: 'host.powerOff', host }],
    })
    add(`psod ${host}`, 1, {
      text: [`${host} has crashed with a purple screen`, `${host}이(가) 보라색 화면(PSOD)과 함께 중단되었다`],
      commands: [{ do: 'host.crash', host }],
    })
    add(`agent ${host}`, 2, {
      text: [`The vSphere HA agent on ${host} has stopped; the host runs`, `${host}의 vSphere HA 에이전트가 중지되었고 호스트는 실행 중이다`],
      commands: [{ do: 'host.agentFail', host }],
    })
    add(`isolated ${host}`, 2, {
      text: [`${host} has lost its management network`, `${host}의 관리 네트워크가 끊겼다`],
      commands: [{ do: 'network.disconnect', host, network: MANAGEMENT }],
    })
    add(`vmNetwork ${host}`, 2, {
      text: [`${host} has lost the network of its VMs`, `${host}의 VM 네트워크가 끊겼다`],
      commands: [{ do: 'network.disconnect', host, network: VM_NETWORK }],
    })
    for (const datastore of DATASTORES) {
      add(`apd ${host} ${datastore}`, 2, {
        text: [`${host} has lost all paths to ${datastore} (APD)`, `${host}에서 ${datastore}(으)로 가는 모든 경로가 끊겼다(APD)`],
        commands: [{ do: 'datastore.apd', datastore, hosts: [host] }],
      })
      add(`pdl ${host} ${datastore}`, 2, {
        text: [
          `The array has taken ${datastore} away from ${host} for good (PDL)`,
          `스토리지 어레이가 ${host}에서 ${datastore}을(를) 영구적으로 제거했다(PDL)`,
        ],
        commands: [{ do: 'datastore.pdl', datastore, hosts: [host] }],
      })
    }
    add(`isolatedWithoutStorage ${host}`, 3, {
      text: [`${host} has lost its management network and its datastores at once`, `${host}에서 관리 네트워크와 데이터스토어가 동시에 끊겼다`],
      commands: [
        { do: 'network.disconnect', host, network: MANAGEMENT },
        ...DATASTORES.map((datastore) => ({ do: 'datastore.apd', datastore, hosts: [host] })),
      ],
    })
    const [first] = design.vms.filter((vm) => vm.host === host)
    if (first !== undefined) for (const [key, draft] of Object.entries(blocked(design, host, first))) add(`${key} ${host}`, 3, draft)
  }
  for (const { name: vm } of design.vms) {
    add(`guestCrash ${vm}`, 1, {
      text: [`The guest operating system of ${vm} has crashed`, `${vm}의 게스트 운영 체제가 충돌했다`],
      commands: [{ do: 'vm.guestCrash', vm, everyBoot: true }],
    })
    add(`guestHang ${vm}`, 1, {
      text: [`The guest operating system of ${vm} hangs`, `${vm}의 게스트 운영 체제가 멈췄다`],
      commands: [{ do: 'vm.guestHang', vm, everyBoot: true }],
    })
  }
  add('vcenter', 1, { text: ['vCenter Server has stopped', 'vCenter Server가 중지되었다'], commands: [{ do: 'vcenter.down' }] })
  add('vcenterNetwork', 1, {
    text: ['vCenter Server runs, cut from its network', 'vCenter Server는 실행 중이지만 네트워크에서 분리되었다'],
    commands: [{ do: 'vcenter.disconnect' }],
  })
  add('management', 2, {
    text: ['The switch of the management network has failed for all hosts', '관리 네트워크의 스위치에 장애가 발생해 모든 호스트가 영향을 받는다'],
    commands: [{ do: 'network.down', network: MANAGEMENT }],
  })
  add('vmNetwork', 2, {
    text: ['The switch of the VM network has failed for all hosts', 'VM 네트워크의 스위치에 장애가 발생해 모든 호스트가 영향을 받는다'],
    commands: [{ do: 'network.down', network: VM_NETWORK }],
  })
  for (const datastore of DATASTORES)
    add(`array ${datastore}`, 2, {
      text: [`All hosts have lost all paths to ${datastore} (APD)`, `모든 호스트에서 ${datastore}(으)로 가는 모든 경로가 끊겼다(APD)`],
      commands: [{ do: 'datastore.apd', datastore }],
    })
  for (let size = 1; size < design.hosts.length; size++) {
    const groups = [design.hosts.slice(0, size), design.hosts.slice(size)]
    const [one, other] = groups.map((group) => group.join(', '))
    add(`partition ${size}`, 3, {
      text: [`The management network is split: ${one} on one side, ${other} on the other`, `관리 네트워크가 ${one}와(과) ${other}(으)로 분할되었다`],
      commands: [{ do: 'network.partition', network: MANAGEMENT, groups }],
    })
  }
  return all
}

/** A host fails, and one of its VMs may not be restarted elsewhere. */
function blocked(design: DrillDesign, host: string, { name: vm }: DrillVm): { readonly [key: string]: Draft } {
  const commands = [{ do: 'host.powerOff', host }]
  return {
    noRestart: {
      text: [
        `${host} has lost its power, and HA may not restart ${vm}: its restart priority is Disabled`,
        `${host}의 전원이 끊겼고, 다시 시작 우선 순위가 사용 안 함이라 HA가 ${vm}을(를) 다시 시작하지 않는다`,
      ],
      commands,
      extras: { vms: { [vm]: { ha: { restartPriority: 'disabled' } } } },
    },
    mustRule: {
      text: [
        `${host} has lost its power, and a rule binds ${vm} to that host`,
        `${host}의 전원이 끊겼고, 규칙에 따라 ${vm}은(는) 그 호스트에서만 실행되어야 한다`,
      ],
      commands,
      extras: {
        drs: {
          vmGroups: { Licensed: [vm] },
          hostGroups: { Licence: [host] },
          rules: [{ name: 'Licence', type: 'mustRunOn', vmGroup: 'Licensed', hostGroup: 'Licence' }],
        },
      },
    },
    localDisk: {
      text: [
        `${host} has lost its power, and the disk of ${vm} lies on a local datastore of that host`,
        `${host}의 전원이 끊겼고, ${vm}의 디스크는 그 호스트의 로컬 데이터스토어에 있다`,
      ],
      commands,
      extras: {
        vms: { [vm]: { datastore: `local-${host}` } },
        datastores: [{ name: `local-${host}`, type: 'local', hosts: [host] }],
      },
    },
    reservation: {
      text: [
        `${host} has lost its power, and no other host has the memory left that ${vm} has reserved`,
        `${host}의 전원이 끊겼고, 다른 호스트에는 ${vm}에 예약된 메모리만큼의 여유가 없다`,
      ],
      commands,
      // Of 64 GiB each of the others has two VMs of 8 GiB that are reserved.
      extras: {
        vms: {
          ...Object.fromEntries(design.vms.map(({ name }) => [name, { memoryReservationMiB: 8192 }])),
          [vm]: { memoryMiB: 53_248, memoryReservationMiB: 53_248 },
        },
      },
    },
  }
}

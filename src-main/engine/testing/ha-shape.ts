/** HA of a random lab: its settings, and what admission control holds back. */
import type { Rng } from '../core/rng.ts'
import { percent, sample } from './draws.ts'
import type { Having } from './draws.ts'
import type { Datastore, Host } from './lab-shape.ts'

const sensitivities = ['high', 'medium', 'low']
export const responses = ['disabled', 'powerOffAndRestart', 'shutDownAndRestart']
export const priorities = ['disabled', 'lowest', 'low', 'medium', 'high', 'highest']
export const conditions = ['resourcesAllocated', 'poweredOn', 'guestHeartbeats', 'appHeartbeats']

export function drawSensitivity(rng: Rng): object | string {
  if (percent(rng, 70)) return rng.pick(sensitivities)
  return {
    failureInterval: `${rng.between(0, 90)}s`,
    minUptime: `${rng.between(0, 200)}s`,
    maxResets: rng.between(0, 5),
    window: percent(rng, 40) ? null : `${rng.between(5, 90)}m`,
  }
}

/** HA-126 to HA-132; delays are short, so that they end in a run. */
function drawComponentProtection(rng: Rng, having: Having): object {
  if (!having('component protection', 50)) return {}
  return {
    pdlResponse: rng.pick(['disabled', 'issueEvents', 'powerOffAndRestart', 'powerOffAndRestart']),
    apdResponse: rng.pick(['issueEvents', 'powerOffAndRestartConservative', 'powerOffAndRestartConservative', 'powerOffAndRestartAggressive']),
    apdResponseDelay: `${rng.pick([0, 20, 60, 180])}s`,
    apdResponseRecovery: having('reset after an APD', 50) ? 'resetVms' : 'disabled',
  }
}

export function drawAdmissionControl(rng: Rng, having: Having, hosts: readonly Host[]): object {
  const members = hosts.filter((host) => !host.standalone)
  const able = members.filter((host) => !host.maintenance && !host.standby).map((host) => host.name)
  const most = Math.max(1, members.length - 1)
  const policies = ['slotPolicy', 'clusterResourcePercentage', 'dedicatedFailoverHosts']
  const policy = members.length < 2 ? 'dedicatedFailoverHosts' : rng.pick(policies)
  const byHand = having('percentages by hand', 15)
  return {
    policy,
    hostFailuresToTolerate: percent(rng, 70) ? 1 : rng.between(1, most),
    cpuPercent: byHand ? rng.between(0, 60) : null,
    memoryPercent: byHand && percent(rng, 60) ? rng.between(0, 60) : null,
    slotCpuMHz: having('fixed slot', 10) ? rng.between(32, 3000) : null,
    failoverHosts: policy === 'dedicatedFailoverHosts' ? sample(rng, able, 1, 2) : [],
    performanceDegradationPercent: having('performance degradation', 50) ? rng.between(0, 30) : 100,
  }
}

export function drawHa(rng: Rng, having: Having, datastores: readonly Datastore[]): object {
  const options: Record<string, string | number | boolean> = {}
  if (having('das.heartbeatDsPerHost', 20)) options['das.heartbeatDsPerHost'] = rng.between(2, 5)
  if (having('das.maxvmrestartcount', 12)) options['das.maxvmrestartcount'] = rng.between(1, 7)
  if (having('das.config.fdm.hostTimeout', 10)) options['das.config.fdm.hostTimeout'] = rng.between(5, 40)
  if (having('das.config.fdm.icmpPingTimeout', 8)) options['das.config.fdm.icmpPingTimeout'] = rng.between(1, 12)
  if (having('das.config.fdm.policy.unknownStateMonitorPeriod', 8)) options['das.config.fdm.policy.unknownStateMonitorPeriod'] = rng.between(1, 40)
  if (having('das.perhostconcurrentfailoverslimit', 12)) options['das.perhostconcurrentfailoverslimit'] = rng.between(1, 3)
  if (having('das.slotcpuinmhz', 6)) options['das.slotcpuinmhz'] = rng.between(100, 2000)
  if (having('das.slotmeminmb', 6)) options['das.slotmeminmb'] = rng.between(100, 4000)
  if (having('das.vmcpuminmhz', 6)) options['das.vmcpuminmhz'] = rng.between(0, 500)
  if (having('das.usedefaultisolationaddress', 12)) options['das.usedefaultisolationaddress'] = false
  if (having('das.isolationaddress', 15)) options['das.isolationaddress0'] = percent(rng, 50) ? 'gw-1b' : 'elsewhere'
  if (having('das.ignoreredundantnetwarning', 10)) options['das.ignoreredundantnetwarning'] = true
  if (having('das.allownetwork', 8)) options['das.allownetwork0'] = percent(rng, 70) ? 'mgmt-1' : 'elsewhere'
  if (having('das.config.fdm.memreservationmb', 8)) options['das.config.fdm.memreservationmb'] = rng.between(50, 4000)
  if (having('das.config.fdm.deadIcmpPingInterval', 8)) options['das.config.fdm.deadIcmpPingInterval'] = rng.between(1, 30)
  if (having('das.maxterminates', 8)) options['das.maxterminates'] = rng.between(1, 4)
  if (having('das.terminateretryintervalsec', 8)) options['das.terminateretryintervalsec'] = rng.between(0, 90)
  if (having('das.reregisterrestartdisabledvms', 8)) options['das.reregisterrestartdisabledvms'] = true
  if (having('das.iostatsinterval', 12)) options['das.iostatsinterval'] = rng.pick([0, 30, 300])
  if (having('isolationPolicyDelaySec', 10))
    options[rng.pick(['das.config.fdm.isolationPolicyDelaySec', 'fdm.isolationPolicyDelaySec'])] = rng.between(1, 90)
  if (having('das.isolationShutdownTimeout', 10)) options['das.isolationShutdownTimeout'] = rng.between(1, 400)
  if (having('das.maxvmrestartperiod', 6)) options['das.maxvmrestartperiod'] = rng.between(0, 1200)
  if (having('rules that HA need not respect', 10)) options['das.respectvmvmantiaffinityrules'] = false
  if (having('should rules that HA need not respect', 10)) options['das.respectvmhostsoftaffinityrules'] = false
  const names = datastores.map((datastore) => datastore.name)
  return {
    hostMonitoring: !having('host monitoring off at the start', 4),
    isolationResponse: having('isolation response', 65) ? rng.pick(responses) : 'disabled',
    restartPriority: having('cluster restart priority', 15) ? rng.pick(priorities) : 'medium',
    ...drawComponentProtection(rng, having),
    ...(having('restart condition', 25)
      ? {
          restartCondition: rng.pick(conditions),
          restartConditionTimeout: `${rng.between(0, 120)}s`,
          restartAdditionalDelay: `${rng.between(0, 40)}s`,
        }
      : {}),
    heartbeatDatastores: having('preferred heartbeat datastores', 20)
      ? { policy: rng.pick(['automatic', 'preferred', 'only']), preferred: sample(rng, names, 1, names.length) }
      : { policy: 'automatic', preferred: [] },
    vmMonitoring: having('VM monitoring', 50) ? rng.pick(['vm', 'vmAndApplication']) : 'disabled',
    vmMonitoringSensitivity: drawSensitivity(rng),
    advancedOptions: options,
  }
}

/** A pair under Fault Tolerance as a fixture: protected, its primary's host dies at 100 s, the copy takes over, HA makes a new one, protected again. */
import type { RunFrame } from '../../src-main/contract/api.ts'
import type { Json, LabEvent } from '../../src-main/contract/events.ts'
import type { FtState, VmState } from '../../src-main/contract/state.ts'
import { articleFrame, articleLab } from './article-run.ts'

export const ftMoments = { running: 50_000, gone: 100_900, alone: 101_500, starting: 200_000, again: 400_000, slow: 450_000 }

const draft = (t: number, type: string, fields: { readonly [field: string]: Json }, more: object = {}): object => ({ t, type, ...fields, ...more })
const why = {
  decision: 'secondaryTakesOver',
  facts: ['FT-017', 'FT-002'],
  inputs: { vm: 'VM3', from: 'Host B', to: 'Host C', reason: 'hostFailed', detectMs: 1000, arbitrationMs: 200, liveMs: 300, outageMs: 1500 },
  rejected: [],
  text: '',
}
const drafts: readonly object[] = [
  draft(100_000, 'host.failed', { host: 'Host B', kind: 'powerOff' }),
  draft(101_500, 'ft.failover', { vm: 'VM3', from: 'Host B', to: 'Host C' }, { causedBy: 0, why }),
  draft(101_500, 'ft.stateChanged', { vm: 'VM3', from: 'running', to: 'needSecondary', reason: 'lostConnection' }),
  draft(101_500, 'network.rarp', { vm: 'VM3', host: 'Host C', network: 'vm', mac: '00:50:56:00:00:03' }),
  draft(118_000, 'ha.hostStateChanged', { host: 'Host B', from: 'secondary', to: 'failed', by: 'vcenter' }),
  draft(118_000, 'ft.secondaryStarted', { vm: 'VM3', host: 'Host A' }),
  draft(295_800, 'ft.protected', { vm: 'VM3', primary: 'Host C', secondary: 'Host A', durationMs: 177_800, stunMs: 168 }),
]
export const ftEvents = drafts.map((event, seq) => ({ seq, causedBy: null, ...event })) as unknown as readonly LabEvent[]

function stateAt(t: number): { readonly ftState: FtState; readonly secondary: string | null; readonly host: string } {
  if (t < 101_500) return { ftState: 'running', secondary: 'Host C', host: 'Host B' }
  if (t < 118_000) return { ftState: 'needSecondary', secondary: null, host: 'Host C' }
  return { ftState: t < 295_800 ? 'starting' : 'running', secondary: 'Host A', host: 'Host C' }
}

export function ftVm(name: string, t: number): Partial<VmState> {
  if (name !== 'VM3') return { ftState: 'notConfigured', ftReason: null, ftSecondaryHost: null, ftTrafficMbps: null }
  const { ftState, secondary, host } = stateAt(t)
  const running = ftState === 'running'
  const slow = t >= ftMoments.slow
  return {
    host,
    ftState,
    ftReason: ftState === 'needSecondary' ? 'lostConnection' : ftState === 'starting' ? 'initializing' : null,
    ftSecondaryHost: secondary,
    ftCopyPercent: ftState === 'starting' ? 46 : null,
    ftCopyWaitsFor: null,
    ftTrafficMbps: running ? (slow ? 900 : 176) : null,
    ftSlowdownPercent: running ? (slow ? 25.99 : 0) : null,
    ftAddedLatencyMs: running ? 5 : null,
  }
}

function ftFrame(t: number, n: number): RunFrame {
  const frame = articleFrame(t < 60_000 ? t : 0, n)
  const vm = frame.vms['VM3']
  const { ftState, secondary, host } = stateAt(t)
  return {
    ...frame,
    t,
    vms: { ...frame.vms, ...(vm == null ? {} : { VM3: { ...vm, host, ftState, ftSecondaryHost: secondary } }) },
  }
}

export const ftStory = {
  lab: { ...articleLab, networks: [...articleLab.networks, { name: 'ft', kind: 'ft', addresses: [], gbps: 10, nics: 1 }] },
  events: ftEvents,
  frame: ftFrame,
  facts: [],
  vm: ftVm,
}

import { describe, expect, it } from 'vitest'
import { hostState, type HostSigns } from './host-state.ts'

type Case = readonly [
  row: number,
  network: boolean,
  datastore: boolean | null,
  ping: boolean,
  bit: boolean | null,
  agent: boolean,
  state: string,
  action: string,
]

const table: readonly Case[] = [
  [1, true, true, true, false, true, 'secondary', 'none'],
  [2, false, true, false, true, true, 'networkIsolated', 'watch'],
  [3, false, true, false, false, true, 'networkPartitioned', 'watch'],
  [4, false, true, true, false, true, 'networkPartitioned', 'none'],
  [4, false, true, true, false, false, 'agentUnreachable', 'none'],
  [5, false, false, true, null, false, 'agentUnreachable', 'none'],
  [6, false, false, false, null, false, 'failed', 'restart'],
  [7, false, null, false, null, false, 'failed', 'restart'],
  [8, false, null, true, null, false, 'agentUnreachable', 'none'],
]
const signsOf = ([, networkHeartbeat, datastoreHeartbeat, ping, isolatedBit, agentAlive]: Case): HostSigns => ({
  networkHeartbeat,
  datastoreHeartbeat,
  ping,
  isolatedBit,
  agentAlive,
})

describe('host state', () => {
  it('HA-064 all eight rows', () => {
    expect(new Set(table.map(([row]) => row)).size).toBe(8)
    for (const row of table) expect(hostState(signsOf(row)), `row ${row[0]}`).toEqual({ state: row[6], action: row[7], row: row[0] })
  })

  it('network heartbeats outweigh every other sign', () => {
    for (const datastoreHeartbeat of [true, false, null])
      for (const ping of [true, false])
        for (const isolatedBit of [true, false, null])
          for (const agentAlive of [true, false])
            expect(hostState({ networkHeartbeat: true, datastoreHeartbeat, ping, isolatedBit, agentAlive })).toEqual({
              state: 'secondary',
              action: 'none',
              row: 1,
            })
  })

  it('a bit that was not read counts as not set (HA-052), a bit that is set outweighs an answered ping', () => {
    const watched = { networkHeartbeat: false, datastoreHeartbeat: true, agentAlive: true }
    expect(hostState({ ...watched, ping: false, isolatedBit: null }).state).toBe('networkPartitioned')
    expect(hostState({ ...watched, ping: true, isolatedBit: true })).toEqual({ state: 'networkIsolated', action: 'watch', row: 2 })
  })
})

/** The table that people read says what the model does. */
import { describe, expect, it } from 'vitest'
import { decisionTable, type Sign } from '../../contract/texts/decision-table.ts'
import { hostState } from './host-state.ts'

const values = (sign: Sign): readonly (boolean | null)[] =>
  sign === 'any' ? [true, false] : sign === 'none' || sign === 'unreadable' ? [null] : [sign === 'yes']

describe('the decision table in words', () => {
  it.each(decisionTable)('row $row', ({ row, networkHeartbeat, datastoreHeartbeat, ping, isolatedBit, states, action }) => {
    const seen = new Set<string>()
    for (const network of values(networkHeartbeat))
      for (const datastore of values(datastoreHeartbeat))
        for (const answers of values(ping))
          for (const bit of values(isolatedBit))
            for (const agentAlive of [true, false]) {
              const signs = {
                networkHeartbeat: network === true,
                datastoreHeartbeat: datastore,
                ping: answers === true,
                isolatedBit: bit,
                agentAlive,
              }
              const verdict = hostState(signs)
              expect(verdict.row).toBe(row)
              seen.add(verdict.state)
              expect(verdict.action).toBe(action === 'restart' ? 'restart' : action.startsWith('watch') ? 'watch' : 'none')
            }
    expect([...seen].sort()).toEqual([...states].sort())
  })
})

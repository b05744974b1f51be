/** Values in one line are YAML that holds them again. */
import { expect, it } from 'vitest'
import { flowText, pairsText } from './flow-text.ts'
import { readLabText } from './parse.ts'

it('writes the arguments of a command as a person types them', () => {
  const args = { ha: { enabled: true, hosts: ['a', 'b'] }, vm: 'x', note: 'a: b', power: 'on', level: '7', none: {} }
  expect(pairsText(args)).toBe('ha: { enabled: true, hosts: [a, b] }, vm: x, note: "a: b", power: on, level: "7", none: {}')
  expect(readLabText(flowText(args), 'args')).toMatchObject({ data: args })
})

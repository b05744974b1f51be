import { expect, it } from 'vitest'
import { parseLab } from '../contract/lab/parse.ts'
import { edited, lab } from './testing/edited-lab.ts'

it('problems are those of the parser, with the entry and key that they are about', () => {
  const broken = edited(
    lab,
    { do: 'set', kind: 'vm', names: ['web'], key: ['memoryMiB'], value: -1 },
    { do: 'set', kind: 'vm', names: ['db-01'], key: ['ha', 'restartPriority'], value: 'urgent' },
    { do: 'setLab', key: ['cluster', 'drs', 'rules', 0, 'vms', 1], value: 'db-09' },
    { do: 'set', kind: 'vmGroup', names: ['all'], key: ['members', 0], value: 'nobody' },
    { do: 'setLab', key: ['until'], value: 'soon' },
  )
  const parsed = parseLab(broken.text)
  expect(parsed.ok).toBe(false)
  expect(broken.problems.map(({ path, line, message, messageKo }) => ({ path, line, message, messageKo }))).toEqual(parsed.ok ? [] : parsed.problems)
  expect(broken.problems.map(({ object, key }) => [object?.kind, object?.name, key])).toEqual(
    expect.arrayContaining([
      ['vm', 'web', ['memoryMiB']],
      ['vm', 'db-01', ['ha', 'restartPriority']],
      ['rule', 'apart', ['vms', 1]],
      ['vmGroup', 'all', ['members', 0]],
      [undefined, undefined, ['until']],
    ]),
  )
  const text = edited(lab, { do: 'text', text: broken.text })
  expect(text.problems).toHaveLength(5)
})

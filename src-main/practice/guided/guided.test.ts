/** Guided labs of the product: each proves itself; and the judge tells open, held and failed apart. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { GuidedLab } from '../../contract/practice/guided.ts'
import { formatProblem } from '../../contract/lab/problems.ts'
import { factById } from '../../knowledge/index.ts'
import { againstText } from './against-text.ts'
import { judge } from './judge.ts'
import { parseGuided } from './parse-guided.ts'
import { prove } from './prove.ts'

const folder = join(import.meta.dirname, '../../../resources/guided')
const read = (file: string): string => readFileSync(join(folder, file), 'utf8')

function parsed(text: string, file: string): GuidedLab {
  const result = parseGuided(text, file)
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'))
  return result.guided
}

const files = readdirSync(folder).filter((file) => file.endsWith('.guided.yaml'))

describe.each(files)('%s', (file) => {
  it('is solved by its solution, not by doing nothing, and notices each keep that is broken', () => {
    const guided = parsed(read(file), file)
    expect(prove(guided).failed).toEqual([])
    for (const id of guided.facts) expect(factById(id), id).toBeDefined()
  })
})

const first = read('l01-first-failover.guided.yaml')

describe('the judge', () => {
  const guided = parsed(first, 'l01')
  const { solution } = guided
  const verdicts = (until: number, commands = solution.commands) =>
    judge(guided, { ...solution, commands, until }).checks.map(({ verdict }) => verdict)

  it('leaves open what may still come', () => {
    expect(verdicts(5_000)).toEqual(['open', 'open', 'open'])
    expect(verdicts(60_000)).toEqual(['held', 'open', 'open'])
    expect(verdicts(240_000)).toEqual(['held', 'held', 'open'])
    expect(verdicts(360_000)).toEqual(['held', 'held', 'held'])
  })

  it('sees that HA came too late', () => {
    const late = solution.commands.map((command) => (command.do === 'host.powerOff' ? { ...command, at: 11_000 } : command))
    expect(verdicts(360_000, late)[2]).not.toBe('held')
  })
})

it('tries out what was commanded at the start, before anything was played', () => {
  const guided = parsed(read('l04-isolation-response-chosen-well.guided.yaml'), 'l04')
  const [command] = guided.solution.commands
  if (command === undefined) throw new Error('L4 is solved without a command')
  const atStart = (commands: typeof guided.solution.commands) => judge(guided, { lab: null, told: {}, until: 0, commands }).isSolved
  expect([atStart([]), atStart([{ ...command, at: 0 }])]).toEqual([false, true])
})

describe('what is told beforehand', () => {
  const guided = parsed(read('l03-split-brain-that-is-none.guided.yaml'), 'l03')
  const { solution } = guided
  const told = (answers: typeof solution.told, until = solution.until) => judge(guided, { ...solution, told: answers, until }).checks[0]

  it('is compared with what was at its instant, wherever the run has got to', () => {
    expect(told(solution.told)).toMatchObject({ verdict: 'held', against: null })
    expect(told(solution.told, 599_999)).toMatchObject({ verdict: 'open', against: null })
    const wrong = { ...solution.told, 'b-2': { host: 'esx-b2', power: 'on' } }
    const { verdict, against } = told(wrong) ?? {}
    expect([verdict, against && againstText(against)]).toEqual(['failed', 'b-2.host is esx-b1, told esx-b2'])
    expect(told(wrong, 600_000)).toMatchObject({ verdict: 'failed' })
  })

  it('may be told until its instant, and says how much is missing', () => {
    expect(told({ 'a-1': { host: 'esx-a1' } }, 60_000)).toMatchObject({ verdict: 'open' })
    const { verdict, against } = told({ 'a-1': { host: 'esx-a1' } }) ?? {}
    expect([verdict, against && againstText(against)]).toEqual(['failed', '15 of 16 not told: a-1.power, a-2.host, a-2.power, …'])
  })
})

describe('a file that is wrong', () => {
  const problems = (change: (text: string) => string): readonly string[] => {
    const result = parseGuided(change(first), 'l01.guided.yaml')
    return result.ok ? [] : result.problems.map(formatProblem)
  }

  it('is told with its place, all of it at once', () => {
    expect(problems((text) => text.replace('host: esx-02 }\n  until: 6m', 'host: esx-99 }\n  until: 6m'))).toEqual([
      expect.stringMatching(/^solution\.commands\[1\]\.host: no host named "esx-99".* \(line 58\)$/),
    ])
    expect(problems((text) => text.replace('keep: no-move', 'keep: no-moves'))).toEqual([
      'breaks: nothing shows that no-move can be broken (line 60)',
      'breaks[0].keep: no keep named "no-moves" (did you mean "no-move"?) (line 61)',
    ])
    expect(problems((text) => text.replace('event: ha.primaryElected', 'event: ha.primaryElect'))[0]).toMatch(/^checks\[0\]\.expect\[0\]\.event: /)
    expect(problems((text) => text.replace('vcpus: 4', 'vcpus: four'))[0]).toMatch(/^start\.vms\[3\]\.vcpus: expected/)
    expect(problems((text) => text.replace('start:\n', 'start: |\n'))[0]).toMatch(/^start: expected the keys of a lab file, got .*\(line \d+\)$/)
    expect(problems((text) => text.replace('minutes: 10', 'minutes: 0').replace('level: 1', 'level: 9'))).toHaveLength(2)
  })
})

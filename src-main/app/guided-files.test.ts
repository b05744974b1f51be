import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatProblem } from '../contract/lab/problems.ts'
import { guidedFolder, ownGuidedFolder, readGuidedLabs, readOwnGuidedLab, readOwnGuidedLabs } from './guided-files.ts'
import { resourcesDir } from './testing.ts'

const first = readFileSync(join(guidedFolder(resourcesDir), 'l01-first-failover.guided.yaml'), 'utf8')
const lab = (id: string): string => first.replace('id: L1\n', `id: ${id}\n`)

let data: string
let folder: string
const put = (file: string, text: string): void => writeFileSync(join(folder, file), text)
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'hostdown-own-'))
  folder = ownGuidedFolder(data)
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

describe("guided labs of one's own", () => {
  it('lie in the data folder, whose place for them is made', () => {
    expect(readOwnGuidedLabs(folder)).toEqual({ labs: [], problems: [] })
    expect(existsSync(folder)).toBe(true)
    expect(readOwnGuidedLabs(join(data, 'nowhere', 'guided'))).toEqual({ labs: [], problems: [] })
    expect(existsSync(join(data, 'nowhere'))).toBe(false)
    put('mine.guided.yaml', lab('L101'))
    put('another.guided.yaml', lab('L100'))
    put('notes.txt', 'none')
    expect(readOwnGuidedLabs(folder).labs.map(({ id }) => id)).toEqual(['L100', 'L101'])
    expect(readOwnGuidedLab(folder, 'L101')?.title.en).toBe('First failover')
    expect(readOwnGuidedLab(folder, 'L102')).toBeNull()
  })

  it('are told with what is wrong in them, each with its place; the others are read all the same', () => {
    mkdirSync(folder)
    put('a.guided.yaml', lab('L100').replace('level: 1', 'level: 9'))
    put('b.guided.yaml', 'guided: [')
    put('c.guided.yaml', lab('L1'))
    put('d.guided.yaml', lab('L100'))
    put('e.guided.yaml', lab('L100'))
    put('f.guided.yaml', `# ${'x'.repeat(5_000_001)}`)
    const { labs, problems } = readOwnGuidedLabs(folder)
    expect(labs.map(({ id }) => id)).toEqual(['L100'])
    expect(problems.map(({ file, said }) => [file, said[0] && formatProblem(said[0])])).toEqual([
      ['a.guided.yaml', expect.stringMatching(/^level: .*9.*\(line 5\)$/)],
      ['b.guided.yaml', expect.stringMatching(/line/)],
      ['c.guided.yaml', "id: L1 is one of Hostdown's own; yours are L100 to L999"],
      ['e.guided.yaml', 'id: L100 is that of a file before it'],
      ['f.guided.yaml', expect.stringMatching(/^it has \d+ bytes/)],
    ])
    expect(problems.flatMap(({ said }) => said.map(({ messageKo }) => messageKo))).toEqual(
      problems.flatMap(({ said }) => said.map(() => expect.stringMatching(/[가-힣]/))),
    )
  })

  it.skipIf(process.platform === 'win32')('are no links, which could lead out of the folder', () => {
    mkdirSync(folder)
    writeFileSync(join(data, 'outside.yaml'), lab('L100'))
    symlinkSync(join(data, 'outside.yaml'), join(folder, 'link.guided.yaml'))
    mkdirSync(join(folder, 'below.guided.yaml'))
    expect(readOwnGuidedLabs(folder)).toEqual({ labs: [], problems: [] })
  })

  it('never have an id of those that are shipped', () => {
    for (const { id } of readGuidedLabs(guidedFolder(resourcesDir))) expect(Number(id.slice(1))).toBeLessThan(100)
  })
})

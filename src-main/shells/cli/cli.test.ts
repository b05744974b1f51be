import { join } from 'node:path'
import { expect, describe, it } from 'vitest'
import { commandLineNames } from '../../contract/command-line.ts'
import { commands } from './command-list.ts'
import { ENGINE_VERSION } from '../../engine/index.ts'
import { folderWith, hostdown, removeFolders } from './testing.ts'

describe('finding the command', () => {
  it('has all that the packaged application answers to', () => {
    expect(commands.map(({ name }) => name)).toEqual(commandLineNames)
  })

  it('prints help where it is asked for, and to standard error where nothing is', async () => {
    const help = await hostdown(['--help'])
    expect(help.status).toBe(0)
    for (const { name } of commands) expect(help.out).toContain(`  ${name}`)
    expect(await hostdown([])).toEqual({ status: 2, out: '', err: help.out })
    const run = await hostdown(['run', '--help'])
    expect(run).toEqual(await hostdown(['help', 'run']))
    expect(run.out).toMatch(/^usage: hostdown run LAB \[--until T\] \[--seed N\]/)
  })

  it('says which Hostdown it is', async () => {
    const folder = folderWith({ 'package.json': '{ "version": "3.2.1" }' })
    const said = await hostdown(['--version'], { cwd: join(folder, 'resources') })
    expect(said).toEqual({ status: 0, out: `Hostdown 3.2.1, engine version ${ENGINE_VERSION}\n`, err: '' })
    removeFolders()
  })

  it('guesses what a wrong command or option was meant to be', async () => {
    expect(await hostdown(['rnu', 'x'])).toMatchObject({ status: 2, err: expect.stringContaining('unknown command "rnu" (did you mean "run"?)') })
    expect(await hostdown(['run', 'x', '--untill', '3'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('unknown option --untill (did you mean "--until"?)'),
    })
    expect((await hostdown(['run', 'x', '--zzzz'])).err).toContain('it has --until, --seed')
    expect((await hostdown(['facts', '--json'])).err).toContain('it has none')
    expect((await hostdown(['-v'])).err).toContain('unknown option "-v"')
  })

  it('refuses operands and values that do not fit', async () => {
    const errors = async (...argv: string[]) => {
      const { status, err } = await hostdown(argv)
      expect(status).toBe(2)
      return err
    }
    expect(await errors('run')).toMatch(/^hostdown run: missing LAB\nusage: hostdown run LAB/)
    expect(await errors('run', 'a', 'b')).toMatch(/^hostdown run: unexpected "b"/)
    expect(await errors('run', 'a', '--until')).toBe('--until: needs a value, T\n')
    expect(await errors('run', 'a', '--until', '--state')).toBe('--until: needs a value, T\n')
    expect(await errors('run', 'a', '--seed', '1', '--seed=2')).toBe('--seed: given twice\n')
    expect(await errors('run', 'a', '--state=yes')).toBe('--state: takes no value\n')
    expect(await errors('run', 'a', '--until', '3 days')).toMatch(/^--until: expected a time such as 500ms/)
    expect(await errors('run', 'a', '--seed', '-1')).toBe('--seed: expected a whole number from 0 to 9007199254740991, got "-1"\n')
    expect(await errors('run', 'a', '--seed', '1.5')).toContain('got "1.5"')
    expect(await errors('run', 'a', '--format', 'jsonn')).toBe('--format: expected jsonl or text, got "jsonn" (did you mean "jsonl"?)\n')
    expect(await errors('serve', '--port', '70000')).toContain('from 0 to 65535')
    expect(await errors('explain', 'a', '--at', '1m')).toBe('hostdown explain: missing --vm NAME or --host NAME\n')
    expect(await errors('explain', 'a', '--vm', 'x')).toBe('hostdown explain: missing --at T, the instant to explain\n')
  })

  it('ends quietly when the reader has gone', async () => {
    expect(await hostdown(['facts'], { closesAfter: 0 })).toEqual({ status: 0, out: '', err: '' })
  })
})

describe('facts', () => {
  it('lists all with standing and title', async () => {
    const { status, out } = await hostdown(['facts'])
    expect(status).toBe(0)
    expect(out).toMatch(/^HA-041 +sourced +\S/m)
    expect(out.split('\n').length).toBeGreaterThan(300)
  })

  it('prints one with its standing and sources, whatever the case of its id', async () => {
    const { status, out } = await hostdown(['facts', 'ha-041'])
    expect(status).toBe(0)
    expect(out).toMatch(/^HA-041 {2}\S/)
    expect(out).toContain('Standing: sourced: a text says so')
    expect(out).toMatch(/Sources:\n {2}D2: \S/)
    expect(
      out
        .split('\n\n')[1]
        ?.split('\n')
        .every((line) => line.length <= 100),
    ).toBe(true)
  })

  it('guesses what an unknown one was meant to be', async () => {
    expect(await hostdown(['facts', 'HA-4711'])).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringMatching(/^no fact "HA-4711" \(did you mean "HA-\d+"\?\)/),
    })
  })
})

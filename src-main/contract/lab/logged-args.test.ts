import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { same } from '../../runs/same.ts'
import { parseLab } from './index.ts'
import { readLoggedCommand } from './logged-args.ts'

const resources = join(import.meta.dirname, '..', '..', '..', 'resources')
const files = readdirSync(resources, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.lab.yaml'))

/** Of all labs, as the engine has them. */
const logged = files.flatMap((name) => {
  const folder = join(resources, name, '..')
  const parsed = parseLab(readFileSync(join(resources, name), 'utf8'), { traces: (file) => readFileSync(join(folder, file), 'utf8') })
  return parsed.ok ? parsed.lab.timeline : []
})

describe('commands as they are logged', () => {
  it('are what commands take, all that labs have', () => {
    expect(logged.length).toBeGreaterThan(1000)
    const refused = logged.flatMap(({ do: command, args }) => {
      const read = readLoggedCommand(command, JSON.parse(JSON.stringify(args)))
      return !read.ok || !same(JSON.parse(JSON.stringify(read.args)), read.logged) ? [[command, args, read]] : []
    })
    expect(refused).toEqual([])
  })

  it.each([
    ['host.powerOff', { host: 5 }, 'host'],
    ['host.powerOff', {}, 'host'],
    ['host.powerOff', { host: 'a', vm: 'b' }, ''],
    ['host.explode', { host: 'a' }, ''],
    ['constructor', {}, ''],
    ['vm.migrate', { vm: 'a' }, ''],
    ['vm.configure', { vm: 'a', demand: { cpuMHz: 1, period: '5m' } }, 'demand.period'],
    ['vm.configure', { vm: 'a', demand: { cpuMHz: 1, period: -5 } }, 'demand.period'],
    ['vm.configure', { vm: 'a', demand: { interval: 5000 } }, 'demand.interval'],
    ['vm.setDemand', { vm: 'a', steps: [{ at: 1.5, cpuMHz: 1 }] }, 'steps[0].at'],
    ['vm.setDemand', { vm: 'a', trace: 'x.csv', traceSamples: [1, null] }, 'traceSamples'],
    ['vm.setDemand', { vm: 'a', trace: 'x.csv' }, 'traceSamples'],
    ['cluster.configure', { ha: { restartConditionTimeout: 'x' } }, 'ha.restartConditionTimeout'],
    ['drs.run', null, ''],
    ['drs.run', [], ''],
  ])('%s %j is none', (command, args, path) => {
    const read = readLoggedCommand(command, args)
    const isWrong = !read.ok || !same(read.args, read.logged)
    expect(isWrong).toBe(true)
    if (!read.ok && path !== '') expect(read.problem.path).toBe(path)
  })

  it('times are in ms, and steps of a demand by time', () => {
    const sound = { vm: 'a', demand: { cpuMHz: [1, 2], shape: 'sine', period: 90_500, traceIntervalMs: 5000, trace: null, traceSamples: null } }
    const read = readLoggedCommand('vm.configure', sound)
    expect(read.ok && same(read.args, read.logged)).toBe(true)
    const steps = readLoggedCommand('vm.setDemand', { vm: 'a', steps: [{ at: 5 }, { at: 1 }] })
    expect(steps.ok && !same(steps.args, steps.logged)).toBe(true)
  })
})

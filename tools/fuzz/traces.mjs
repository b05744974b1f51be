// Workload traces, in each form that they come in, changed: cells, lines, separators, bytes. A lab whose VMs follow them is read and run as any other.
import { parseLab } from '../../src-main/contract/lab/index.ts'
import { createSimulation } from '../../src-main/engine/index.ts'
import { demandSentence, Finding } from './finding.mjs'
import { hostileNames, hostileNumbers, mutatedBytes, mutatedText } from './mutate.mjs'

const FILE = 'fuzz.csv'
const ROWS = 40
const TURNS_MAX = 60

/** The VMs `a` and `b`; of the forms for one VM, both are that one. `hasMemory`: that of the trace counts too. */
const labOf = (hasMemory) =>
  JSON.stringify({
    hostdown: 1,
    name: 'Traces',
    cluster: { drs: {} },
    hosts: [{ name: 'h', count: 2, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536 }],
    vms: ['a', 'b'].map((name) => ({
      name,
      vcpus: 2,
      memoryMiB: 4096,
      demand: { trace: FILE, ...(hasMemory && { memoryTrace: FILE }), interval: '5m' },
    })),
  })

const cells = [...hostileNumbers.map(String), ...hostileNames, '', ' ', '1,5', '1e400', '0x10', '-0', '+1', '٣', '"', '1 2']

export function open() {
  return {
    make(dice) {
      const numbers = Array.from({ length: ROWS }, () => dice.below(4000))
      const text = dice.pick([wide, planetlab, bitbrains])(numbers, dice)
      if (dice.percent(20)) return mutatedBytes(Buffer.from(text), dice).toString('utf8')
      return dice.percent(60) ? changedCells(text, dice) : mutatedText(text, dice)
    },
    try: tryTrace,
    show: (text) => [
      { name: FILE, bytes: Buffer.from(text) },
      { name: 'fuzz.lab.json', bytes: Buffer.from(labOf(saysMemory(text))) },
    ],
    close() {},
  }
}

const end = (dice) => (dice.percent(10) ? '\r' : dice.pick(['\n', '\r\n']))
const wide = (numbers, dice) => ['a,b', ...numbers.map((n) => `${n},${n / 2}`)].join(end(dice))
const planetlab = (numbers, dice) => numbers.map((n) => n % 101).join(end(dice))
const bitbrains = (numbers, dice) =>
  [
    'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\tMemory capacity provisioned [KB];\tMemory usage [KB];\tDisk read throughput [KB/s];\tDisk write throughput [KB/s];\tNetwork received throughput [KB/s];\tNetwork transmitted throughput [KB/s]',
    ...numbers.map((n, i) => [1_376_314_846 + i * 300, 2, 5200, n, (n / 52).toFixed(4), 4_194_304, n * 100, 0, n, 1, 2].join(';\t')),
  ].join(end(dice))

function changedCells(text, dice) {
  const lines = text.split('\n')
  for (let left = dice.between(1, 4); left > 0; left--) {
    const at = dice.below(lines.length)
    const parts = lines[at].split(/([;,]\t?)/)
    const way = dice.below(6)
    if (way === 0) lines.splice(at, 1)
    else if (way === 1) lines.splice(at, 0, dice.pick(lines))
    else if (way === 2) parts.splice(dice.below(parts.length), 1)
    else parts[dice.below(parts.length)] = dice.pick(cells)
    if (way > 1) lines[at] = parts.join('')
    if (lines.length === 0) lines.push('')
  }
  return lines.join('\n')
}

const saysMemory = (text) => /[;,]/.test(text)

function tryTrace(text) {
  const parsed = parseLab(labOf(saysMemory(text)), { fileName: 'fuzz.lab.json', traces: (path) => (path === FILE ? text : null) })
  for (const { message, messageKo } of parsed.problems ?? parsed.warnings) {
    demandSentence(message, text)
    demandSentence(messageKo, text)
  }
  if (!parsed.ok) {
    if (parsed.problems.length === 0) throw new Finding('refused without a reason')
    return 'refused'
  }
  for (const { demand } of parsed.lab.vms)
    for (const samples of [demand.traceSamples, demand.memoryTraceSamples])
      if (samples !== null && !(samples.length > 0 && samples.every((one) => Number.isFinite(one) && one >= 0)))
        throw new Finding(`samples that are none: ${samples}`)
  const simulation = createSimulation(parsed.lab, { checkEveryTurn: true })
  for (let turn = 0; turn < TURNS_MAX && simulation.step(); turn++);
  JSON.stringify(simulation.state())
  return 'taken'
}

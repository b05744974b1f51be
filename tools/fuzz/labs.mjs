// Lab files: those that come with Hostdown, changed, and others made from the lab format's own schema. Read as the command line and the window
// do, opened as a design, and where they are sound run for a while with every invariant looked at.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { parseLab } from '../../src-main/contract/lab/index.ts'
import { labJsonSchema } from '../../src-main/contract/lab/json-schema.ts'
import { readDocument } from '../../src-main/designs/read.ts'
import { judge, labOf } from '../../src-main/designs/view.ts'
import { createSimulation, notModelled, rngOfSeed } from '../../src-main/engine/index.ts'
import { drawLab } from '../../src-main/engine/testing/lab-shape.ts'
import { outlineOf } from '../../src-main/projects/outline.ts'
import { FrameTracker, forWindows } from '../../src-main/runs/frames.ts'
import { summarize } from '../../src-main/runs/lab-summary.ts'
import { demandSentence, Finding } from './finding.mjs'
import { Grammar } from './grammar.mjs'
import { mutatedText, mutatedTree } from './mutate.mjs'

const resources = join(import.meta.dirname, '..', '..', 'resources')
const FILE = 'fuzz.lab.yaml'
/** Of a lab that is sound. */
const TURNS_MAX = 150
const RUN_MS = 100
/** Larger files say nothing new and take long. */
const CORPUS_CHARACTERS_MAX = 12_000
const EXPANDED_MAX = 300

export function open() {
  const corpus = readdirSync(resources, { recursive: true })
    .filter((name) => /\.lab\.(yaml|json)$/.test(name))
    .sort()
    .map((name) => readFileSync(join(resources, name), 'utf8'))
    .filter(({ length }) => length < CORPUS_CHARACTERS_MAX)
  const schema = labJsonSchema()
  return {
    make(dice) {
      const way = dice.below(100)
      if (way < 45) return mutatedText(dice.pick(corpus), dice, dice.pick(corpus))
      const drawn = JSON.parse(drawLab(rngOfSeed(dice.below(2 ** 31))).text)
      if (way < 65) return written(mutatedTree(treeOf(dice.pick(corpus)) ?? drawn, dice), dice)
      const lab = new Grammar(schema, dice, namesIn(drawn)).enriched(drawn)
      return written(way < 90 ? lab : mutatedTree(lab, dice, 2), dice)
    },
    try: tryLab,
    show: (text) => ({ name: FILE, bytes: Buffer.from(text) }),
    close() {},
  }
}

const trees = new Map()
function treeOf(text) {
  if (!trees.has(text)) {
    let tree = null
    try {
      tree = parse(text, { schema: 'core' })
    } catch {
      // Some are wrong on purpose.
    }
    trees.set(text, tree)
  }
  return trees.get(text)
}

function written(lab, dice) {
  const way = dice.below(10)
  if (way < 6) return JSON.stringify(lab) ?? ''
  try {
    return stringify(lab, { lineWidth: 0, ...(way === 9 && { collectionStyle: 'flow' }) }) ?? ''
  } catch {
    return JSON.stringify(lab) ?? ''
  }
}

/** Gives `refused` or `taken`. */
function tryLab(text) {
  const parsed = parseLab(text, { fileName: FILE, traces: () => null })
  const read = readDocument(text, FILE)
  const judged = 'problem' in read ? null : judge(read.document, () => null)
  if ('document' in read) labOf(read.document.data)
  for (const { message, messageKo } of [...(parsed.problems ?? parsed.warnings), ...(judged?.problems ?? [])]) {
    demandSentence(message, text)
    demandSentence(messageKo, text)
  }
  if (!parsed.ok) {
    if (parsed.problems.length === 0) throw new Finding('refused without a reason')
    if (judged?.lab) throw new Finding(`refused as a file (${parsed.problems[0].message}) and taken as a design`)
    return 'refused'
  }
  if (judged?.lab === null) throw new Finding(`taken as a file and refused as a design: ${judged.problems[0]?.message}`)
  run(parsed.lab)
  return 'taken'
}

function run(lab) {
  JSON.stringify([summarize(lab, notModelled(lab)), outlineOf(lab)])
  if (lab.hosts.length + lab.vms.length > EXPANDED_MAX) return
  const began = performance.now()
  const simulation = createSimulation(lab, { checkEveryTurn: true })
  const tracker = new FrameTracker(lab, forWindows)
  tracker.diff(simulation, { light: false })
  for (let turn = 0; turn < TURNS_MAX && performance.now() - began < RUN_MS; turn++) {
    const next = simulation.nextAt()
    if (next === null || next > lab.until) break
    simulation.step()
  }
  tracker.diff(simulation, { light: false })
  JSON.stringify(simulation.state())
}

function namesIn(lab) {
  const names = ['hosts', 'vms', 'networks', 'datastores'].flatMap((list) => (lab[list] ?? []).map(({ name }) => name))
  return [...names, 'vcenter', 'nobody', '10.0.0.1', '30s', '5m', '2h']
}

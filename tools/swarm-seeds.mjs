// For each way in which the breaking suite breaks the engine: a seed that shows it soon. Writes src-main/engine/testing/known-seeds.json, which
// breaking.test.ts tries first. To be run after a change of what the swarm draws: node tools/swarm-seeds.mjs [--seeds 400] [--all]
// A seed that is known and still shows it stays, unless --all looks for the cheapest of all.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { noticeable, noticedBy } from '../src-main/engine/testing/breaking.ts'

const file = new URL('../src-main/engine/testing/known-seeds.json', import.meta.url)
const { values } = parseArgs({ options: { seeds: { type: 'string', default: '400' }, all: { type: 'boolean', default: false } } })
const known = JSON.parse(readFileSync(file, 'utf8'))
const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
/** Dear seeds are looked for again, as long as that may find one that is cheaper. */
const DEAR_MS = 400
const MORE = 40

/** What a failure in it costs; null: it does not show. */
function costOf(broken, seed) {
  const from = cpuMs()
  return noticedBy(broken, seed, 1) === null ? null : cpuMs() - from
}

function cheapest(broken, most) {
  let best = null
  for (let seed = 1; seed <= most; seed++) {
    if (best !== null && (best.ms < DEAR_MS || seed > best.first + MORE)) break
    const ms = costOf(broken, seed)
    if (ms !== null && (best === null || ms < best.ms)) best = { seed, ms, first: best?.first ?? seed }
  }
  return best
}

const seeds = {}
for (const broken of noticeable()) {
  const { name } = broken
  const ms = known[name] === undefined || values.all ? null : costOf(broken, known[name])
  const found =
    ms !== null && ms < DEAR_MS
      ? { seed: known[name], ms }
      : (cheapest(broken, Number(values.seeds)) ?? (ms === null ? null : { seed: known[name], ms }))
  console.log(found === null ? `nothing   ${name}` : `${found.ms.toFixed(0).padStart(6)} ms  ${name}: ${found.seed}`)
  if (found !== null) seeds[name] = found.seed
}
const sorted = Object.fromEntries(Object.entries(seeds).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`)

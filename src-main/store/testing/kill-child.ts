/** Appends commands to a run for as long as it lives, and says each one that the store has acknowledged. Arguments: the data folder. */
import { writeSync } from 'node:fs'
import { openStore } from '../open-store.ts'
import { batch, keyframe, revisionOf } from './sample-project.ts'

const store = openStore(process.argv[2] ?? '')
const project = store.projects.list()[0] ?? store.projects.create({ name: 'killed', sample: null, file: null }, revisionOf('name: killed\n'))
const { projects, runs } = store
const branch = projects.branches(project.id)[0]?.id ?? runs.begin({ revision: projects.newestRevision(project.id).id, seed: 1, engineVersion: 1 })

let { reachedTurn } = runs.branch(branch) ?? { reachedTurn: 0 }
for (let n = runs.commands(branch).length; ; n++) {
  runs.appendCommand(branch, { turn: reachedTurn, t: reachedTurn * 10, command: 'host.powerOff', args: { n } })
  // Past every buffer of ours: what is said is in the pipe when the process dies.
  writeSync(1, `${n}\n`)
  const last = reachedTurn + 1 + (n % 50)
  runs.append(branch, { turns: [batch(reachedTurn + 1, last)], keyframes: n % 10 === 0 ? [keyframe(last)] : [], reachedAt: last * 10 })
  reachedTurn = last
}

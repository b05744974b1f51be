/**
 * Appends commands to a run for as long as it lives, and says each one that the store has acknowledged. Arguments: data folder, branch.
 * Puts together what `openStore` does for runs, because a start that loads less makes room for more kills.
 */
import { writeSync } from 'node:fs'
import { Connection } from '../connection.ts'
import { lockFolder } from '../folder-lock.ts'
import { databaseFile, openDatabase } from '../open-database.ts'
import { SqliteRunStore } from '../run-store.ts'
import { schemaSteps } from '../schema/steps.ts'
import { batch, keyframe } from './sample-project.ts'

const folder = process.argv[2] ?? ''
const branch = Number(process.argv[3])
lockFolder(folder)
const database = openDatabase({ folder, steps: schemaSteps, now: Date.now })
const runs = new SqliteRunStore(new Connection(databaseFile(folder), database), Date.now)

let { reachedTurn } = runs.branch(branch) ?? { reachedTurn: 0 }
for (let n = runs.commands(branch).length; ; n++) {
  runs.appendCommand(branch, { turn: reachedTurn, t: reachedTurn * 10, command: 'host.powerOff', args: { n } })
  // Past every buffer of ours: what is said is in the pipe when the process dies.
  writeSync(1, `${n}\n`)
  const last = reachedTurn + 1 + (n % 50)
  runs.append(branch, { turns: [batch(reachedTurn + 1, last)], keyframes: n % 10 === 0 ? [keyframe(last)] : [], reachedAt: last * 10 })
  reachedTurn = last
}

import { readLoggedCommand } from '../contract/lab/logged-args.ts'
import type { LabProblem } from '../contract/lab/problems.ts'
import { formatDuration } from '../contract/units.ts'
import type { RunCommand } from './branch.ts'
import { same } from './same.ts'
import type { StoredBranch } from './store-port.ts'

/**
 * The first command of a branch that no Hostdown can have logged so: another hand changed the file or the database. Null: all are as commands are.
 * Its message says which command it is, and its place the argument.
 */
export function commandFlaw(commands: readonly RunCommand[], stored: StoredBranch): LabProblem | null {
  for (const command of commands) {
    const problem = flawOf(command, stored)
    if (problem === null) continue
    const at = formatDuration(command.t)
    const place = problem.path === '' ? '' : `${problem.path}: `
    return {
      ...problem,
      message: `${command.command} at ${at}: ${place}${problem.message}`,
      messageKo: `${at}의 ${command.command}: ${place}${problem.messageKo}`,
    }
  }
  return null
}

function flawOf({ command, args, turn, t }: RunCommand, { reachedTurn, reachedAt }: StoredBranch): LabProblem | null {
  // What comes before a command is kept before it is.
  if (turn > reachedTurn || t > reachedAt)
    return { path: '', line: null, message: 'it comes later than the run has got', messageKo: '실행이 도달한 시점보다 뒤에 있습니다' }
  const read = readLoggedCommand(command, args)
  if (!read.ok) return read.problem
  if (same(read.args, read.logged)) return null
  return { path: '', line: null, message: 'its arguments are not as they are logged', messageKo: '기록되는 형식의 인수가 아닙니다' }
}

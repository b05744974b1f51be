import type { ApiPushes, ProjectRef, StoreProblem } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { RunCommand } from './branch.ts'
import type { BranchTree } from './branch-tree.ts'
import type { CrashReport } from './crash-report.ts'
import type { Engine, WallClock } from './ports.ts'

export interface RunPorts {
  readonly engine: Engine
  readonly clock: WallClock
  readonly pushFrame: (payload: ApiPushes['run.frame']) => void
  /** A broken assumption of ours: the run stands still from then on. */
  readonly onCrash: (report: CrashReport) => void
}

export interface ParsedCommand {
  readonly command: string
  readonly args: RunCommand['args']
}

export interface RunOptions {
  readonly id: string
  readonly lab: Lab
  readonly tree: BranchTree
  readonly ports: RunPorts
  /** Null where nothing can be kept; `problem` says why. */
  readonly project: ProjectRef | null
  readonly problem?: StoreProblem | null
  /** The branch that is shown first; default: the first. */
  readonly branch?: number
  /** The guided lab whose course it is; default: none. */
  readonly guided?: string | null
}

/** The commands that one of two runs alone was given. Pure. */
import type { BothSides, ComparedCommand } from '../contract/api-compare.ts'
import type { Json } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { RunCommand } from '../runs/branch.ts'

export interface CommandSource {
  readonly lab: Lab
  readonly commands: readonly RunCommand[]
}

/** Of the timeline and of persons, up to an instant, by time. */
function allOf({ lab, commands }: CommandSource, until: number): readonly ComparedCommand[] {
  const all: readonly ComparedCommand[] = [
    ...lab.timeline.map((entry) => ({
      t: entry.at,
      command: entry.do,
      arguments: entry.args as unknown as { readonly [key: string]: Json },
      timeline: true,
    })),
    ...commands.map(({ t, command, args }) => ({ t, command, arguments: args as { readonly [key: string]: Json }, timeline: false })),
  ]
  return all.filter(({ t }) => t <= until).sort((x, y) => x.t - y.t)
}

const wordOf = ({ t, command, arguments: args }: ComparedCommand): string => JSON.stringify([t, command, args])

export function commandsThatDiffer(a: CommandSource, b: CommandSource, until: number): BothSides<readonly ComparedCommand[]> {
  const [ofA, ofB] = [allOf(a, until), allOf(b, until)]
  const only = (mine: readonly ComparedCommand[], others: readonly ComparedCommand[]): readonly ComparedCommand[] => {
    const left = others.map(wordOf)
    return mine.filter((command) => {
      const at = left.indexOf(wordOf(command))
      if (at === -1) return true
      left.splice(at, 1)
      return false
    })
  }
  return { a: only(ofA, ofB), b: only(ofB, ofA) }
}

/** What can be chosen as a side of a comparison: branches of the run that is open, projects, and other runs of the project that is open. Pure. */
import type { Compared } from '../../../src-main/contract/api-compare.ts'
import type { BranchInfo, ProjectCard, ProjectRun } from '../../../src-main/contract/api.ts'
import type { Translate } from '../../i18n/index.ts'
import { commandText } from '../../../src-main/contract/texts/command-text.ts'
import { tickText } from '../../i18n/clock.ts'
import { momentText } from '../../i18n/moments.ts'
import type { Texts } from '../../i18n/texts.ts'
import { wordOf } from '../../stores/compare.ts'

export interface Choice {
  readonly word: string
  readonly of: Compared
  readonly label: string
}

export interface ChoiceGroup {
  readonly key: 'branches' | 'runs' | 'projects' | 'other'
  readonly choices: readonly Choice[]
}

const choice = (of: Compared, label: string): Choice => ({ word: wordOf(of), of, label })

export function choicesOf(
  {
    branches,
    runs,
    projects,
    project,
  }: {
    readonly branches: readonly BranchInfo[]
    readonly runs: readonly ProjectRun[]
    readonly projects: readonly ProjectCard[]
    /** The project that is open. */
    readonly project: number | null
  },
  chosen: readonly (Compared | null)[],
  t: Translate,
  texts: Texts,
): readonly ChoiceGroup[] {
  const branchName = ({ label, reached }: BranchInfo): string =>
    `${label === '' ? t('branch.first') : commandText(label, texts.language)} – ${t('branch.reached', { time: tickText(reached, 1000) })}`
  const runName = ({ createdAt, reached }: ProjectRun): string =>
    `${t('branch.runOf', { when: momentText(createdAt, texts.language) })} – ${t('branch.reached', { time: tickText(reached, 1000) })}`
  const groups: readonly ChoiceGroup[] = [
    { key: 'branches', choices: branches.map((branch) => choice({ branch: branch.id }, branchName(branch))) },
    { key: 'runs', choices: project === null ? [] : runs.map((run) => choice({ project, run: run.branch }, runName(run))) },
    { key: 'projects', choices: projects.map((card) => choice({ project: card.id }, texts.title(card))) },
  ]
  const known = new Set(groups.flatMap(({ choices }) => choices.map(({ word }) => word)))
  const others = chosen.flatMap((of) => (of === null || known.has(wordOf(of)) ? [] : [choice(of, otherName(of, projects, t, texts))]))
  return [...groups, { key: 'other' as const, choices: others }].filter(({ choices }) => choices.length > 0)
}

/** A run that an address names. */
function otherName(of: Compared, projects: readonly ProjectCard[], t: Translate, texts: Texts): string {
  if ('branch' in of) return t('compare.branchOf', { n: of.branch })
  const card = projects.find(({ id }) => id === of.project)
  return `${card === undefined ? t('compare.projectOf', { n: of.project }) : texts.title(card)} – ${t('compare.runOf', { n: of.run ?? 0 })}`
}

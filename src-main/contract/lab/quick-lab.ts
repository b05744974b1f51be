/** The quick way to a lab, for the many files with which nothing is wrong: neither zod nor the full reader of YAML has to be there. */
import type { Lab } from './lab.ts'
import { quickYaml } from './quick-yaml.ts'
import { ZodMissing } from './schema.ts'
import type { ReadTrace } from './traces.ts'
import { validateLab } from './validate.ts'

/** As much YAML as the full reader takes. */
export const QUICK_CHARACTERS_MAX = 10_000_000

/** The lab of a YAML text without a flaw or a warning; null where `parseLab` has to look. Never throws for what a file may hold. */
export function quickLab(text: string, readTrace: ReadTrace | null): Lab | null {
  const data = text.length > QUICK_CHARACTERS_MAX ? undefined : quickYaml(text)
  if (data === undefined) return null
  try {
    const { lab, problems, warnings } = validateLab(data, readTrace)
    return problems.length + warnings.length === 0 ? lab : null
  } catch (error) {
    if (error instanceof ZodMissing) return null
    throw error
  }
}

/** What a project is called in Korean. */

/** The project that the labs of questions become revisions of, as it is kept. */
export const QUESTION_LABS = 'Labs of questions'
const questionLabsKo = '문제의 랩'

/** As its lab, also with the number of a copy; null for a project that somebody named otherwise. */
export function koreanTitle(title: string, lab: { readonly name: string; readonly nameKo: string | null }): string | null {
  return numbered(title, QUESTION_LABS, questionLabsKo) ?? numbered(title, lab.name, lab.nameKo)
}

function numbered(title: string, name: string, nameKo: string | null): string | null {
  if (nameKo === null || !title.startsWith(name)) return null
  const rest = title.slice(name.length)
  return /^(?: \(\d+\))*$/.test(rest) ? `${nameKo}${rest}` : null
}

/** What a project is called in Korean. */

/** As its lab, also with the number of a copy; null for a project that somebody named otherwise. */
export function koreanTitle(title: string, { name, nameKo }: { readonly name: string; readonly nameKo: string | null }): string | null {
  if (nameKo === null || !title.startsWith(name)) return null
  const rest = title.slice(name.length)
  return /^(?: \(\d+\))*$/.test(rest) ? `${nameKo}${rest}` : null
}

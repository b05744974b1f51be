/** The frame of every report: one file that needs nothing else, neither scripts nor fonts nor a network. */
import type { FactView } from '../contract/api.ts'
import type { Language } from '../contract/texts/language.ts'
import { stateLabel } from '../contract/texts/states.ts'
import { statementBlocks, type StatementBlock } from '../contract/texts/statement.ts'
import { Html, html, table } from './html.ts'
import { reportCss } from './report-css.ts'
import { wordsIn } from './words.ts'

export interface ReportOptions {
  readonly language: Language
  readonly replaceNames: boolean
  readonly factsOf: (ids: readonly string[]) => readonly FactView[]
}

export interface DocumentOptions {
  readonly title: string
  readonly language: Language
}

export function document({ title, language }: DocumentOptions, ...sections: readonly (Html | null)[]): string {
  const words = wordsIn(language)
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="generator" content="Hostdown" />
        <title>${title}</title>
        <style>
          ${new Html(reportCss)}
        </style>
      </head>
      <body>
        <main>${sections}</main>
        <footer>${words('independent')}</footer>
      </body>
    </html> `.text
}

/** A fact as a link to its entry at the end of the report. */
export const factLink = (id: string): Html => html`<a class="fact" href="#${id}">${id}</a>`

function statementBlock(block: StatementBlock): Html {
  if (block.kind === 'text') return html`<p>${block.text}</p>`
  const columns = block.head.map((head, at) => ({ head, cell: (row: readonly string[]) => row[at] ?? '' }))
  return table(columns, block.rows, { most: block.rows.length, more: String })
}

/** Each fact that the report names, with its source and how far it is to be trusted. */
export function factList(facts: readonly FactView[], language: Language): Html | null {
  if (facts.length === 0) return null
  const entries = facts.map(({ id, title, titleKo, statement, standing, sources }) => {
    const name = language === 'ko' ? (titleKo ?? title) : title
    const said = language === 'ko' ? (statement.ko ?? statement.en) : statement.en
    const from = sources.map((source) => `${source.code}: ${source.title}`).join('; ')
    return html`<dt id="${id}">${id} · ${name}</dt>
      <dd>${statementBlocks(said).map(statementBlock)}</dd>
      <dd class="muted">[${stateLabel('standing', standing, language)}] ${from}</dd>`
  })
  return html`<h2>${wordsIn(language)('facts')}</h2>
    <dl class="facts">${entries}</dl>`
}

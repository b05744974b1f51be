/** The text of a fact as it is set: paragraphs by line, and lines with bars as the rows of a table, of which the first is the head. */
export type StatementBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

export function statementBlocks(statement: string): readonly StatementBlock[] {
  const found: StatementBlock[] = []
  for (const line of statement.split('\n').filter((each) => each.trim() !== '')) {
    const last = found.at(-1)
    const cells = line.split(' | ')
    if (cells.length === 1) found.push({ kind: 'text', text: line })
    else if (last?.kind === 'table') found[found.length - 1] = { ...last, rows: [...last.rows, cells] }
    else found.push({ kind: 'table', head: cells, rows: [] })
  }
  return found
}

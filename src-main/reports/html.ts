/** HTML as text: whatever is put in is escaped, unless it is HTML already. */

export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

type Part = string | number | Html | null | readonly Part[]

const escapes: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

function textOf(part: Part): string {
  if (part === null) return ''
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return (part as readonly Part[]).map(textOf).join('')
  return escaped(String(part))
}

/** `html`<p>${name}</p>``; lists are put in one after the other, null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, i) => `${text}${i < parts.length ? textOf(parts[i] ?? null) : ''}`).join(''))
}

/** Figures with what they are, side by side. */
export function tiles(list: readonly (readonly [figure: string | number, label: string])[]): Html {
  return html`<div class="tiles">${list.map(([figure, label]) => html`<div class="tile"><b>${figure}</b><span>${label}</span></div>`)}</div>`
}

export interface Column<R> {
  readonly head: string
  readonly cell: (row: R) => Part
  readonly isNumber?: boolean
}

/** A table with a head; where there are more rows than `most`, `more` says how many are left out. */
export function table<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  { most = 1000, more }: { readonly most?: number; readonly more: (n: number) => string },
): Html {
  const kind = ({ isNumber }: Column<R>): Html => html`${isNumber === true ? new Html(' class="n"') : null}`
  const head = columns.map((column) => html`<th scope="col" ${kind(column)}>${column.head}</th>`)
  const body = rows.slice(0, most).map(
    (row) =>
      html`<tr>
        ${columns.map((column) => html`<td${kind(column)}>${column.cell(row)}</td>`)}
      </tr>`,
  )
  const rest = rows.length > most ? html`<p class="more">${more(rows.length - most)}</p>` : null
  return html`<table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
    ${rest}`
}

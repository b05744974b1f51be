/**
 * Walking the panes of the workbench with F6: each has `data-pane`. The focus goes to what has `data-pane-focus`, or answers the selector in
 * `data-pane-target`; else to the first that can have it.
 */

const focusable = 'button:not(:disabled), [tabindex="0"], input:not(:disabled), select:not(:disabled), a[href]'

export function walkPanes(by: 1 | -1, root: ParentNode = document): void {
  const panes = [...root.querySelectorAll<HTMLElement>('[data-pane]')]
  if (panes.length === 0) return
  const now = panes.findIndex((pane) => pane.contains(document.activeElement))
  const from = now < 0 && by < 0 ? 0 : now
  for (let at = 1; at <= panes.length; at++) {
    const pane = panes[(from + by * at + panes.length * 2) % panes.length]
    const wanted = pane?.dataset['paneTarget'] ?? '[data-pane-focus]'
    const target = pane?.querySelector<HTMLElement>(wanted) ?? pane?.querySelector<HTMLElement>(focusable)
    if (target === null || target === undefined) continue
    target.focus()
    return
  }
}

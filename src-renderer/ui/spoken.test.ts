import { describe, expect, it } from 'vitest'
import { checkLabels, holds } from '../testing/labels.ts'
import { spoken } from './spoken.ts'

describe('names that are spoken', () => {
  it('leave out what is empty or was said', () => {
    expect(spoken('Cluster', '6 / 6 VMs on', '6 / 6 VMs on', '')).toBe('Cluster, 6 / 6 VMs on')
  })

  it('hold what is seen as whole words, in any language', () => {
    expect(holds('Host C, Primary, Running (Primary) · Connected', 'Host C Primary')).toBe(true)
    expect(holds('Host C, Primary', 'Host CPrimary')).toBe(false)
    expect(holds('Host C, Running (Primary) · Connected', 'Host C Primary')).toBe(false)
    expect(holds('문제 1, 답하지 않음', ' 1 ')).toBe(true)
    expect(holds('1번 문제, 답하지 않음', '1')).toBe(false)
    expect(holds('ds-01의 보호 목록', 'ds-01')).toBe(false)
    expect(holds('Bookmarks', '✓')).toBe(true)
  })

  it('are looked for in controls that show text', () => {
    const page = document.createElement('div')
    page.innerHTML = `<button aria-label="Language">KO</button><button aria-label="Close">✗</button><button>Open</button>
      <svg><g role="button" aria-label="+3 s ping"><text>+3 s</text> <text>ping</text><title>A ping</title></g></svg>`
    expect(checkLabels(page)).toEqual({ checked: 2, missing: ['KO | Language'] })
  })
})

import { afterEach, expect, it } from 'vitest'
import { tabOfKey } from './tab-keys.ts'

const tabs = ['events', 'tasks', 'alarms'] as const
afterEach(() => document.body.replaceChildren())

it('an arrow leads from tab to tab and round, with the focus; other keys go on', () => {
  const strip = document.createElement('div')
  strip.innerHTML = tabs.map((tab) => `<button role="tab" id="${tab}"></button>`).join('')
  document.body.append(strip)
  let shown: (typeof tabs)[number] = 'events'
  strip.addEventListener('keydown', (event) => (shown = tabOfKey(event, tabs, shown) ?? shown))
  const press = (key: string): boolean => strip.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
  const visited = ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft'].map((key) => {
    expect(press(key)).toBe(false)
    return [shown, document.activeElement?.id]
  })
  expect(visited).toEqual([
    ['tasks', 'tasks'],
    ['alarms', 'alarms'],
    ['events', 'events'],
    ['alarms', 'alarms'],
  ])
  expect(press('a')).toBe(true)
  expect(shown).toBe('alarms')
})

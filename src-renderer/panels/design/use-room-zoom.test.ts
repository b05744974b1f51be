import { mount } from '@vue/test-utils'
import { nextTick, ref } from 'vue'
import { expect, it } from 'vitest'
import { useRoomZoom } from './use-room-zoom.ts'

/** A pane of so many px in which things of so many px stand. */
async function zoomOf(room: number, height: { value: number }, isFew = true): Promise<() => Promise<number>> {
  const pane = document.createElement('div')
  const drawn = pane.appendChild(document.createElement('div'))
  Object.defineProperty(pane, 'clientHeight', { get: () => room })
  Object.defineProperty(pane, 'scrollHeight', { get: () => Math.max(room, height.value * Number(drawn.style.zoom)) })
  mount({
    setup: () => {
      useRoomZoom(ref(pane), ref(drawn), () => isFew, () => height.value) // prettier-ignore
      return () => null
    },
  })
  return async () => {
    await nextTick()
    await nextTick()
    return Number(drawn.style.zoom)
  }
}

it.each([
  [900, 500, 1.5],
  [900, 680, 1.3],
  [900, 890, 1],
  [900, 2000, 1],
])('a pane of %d px draws %d px of hosts at %d', async (room, height, zoom) => {
  expect(await (await zoomOf(room, { value: height }))()).toBe(zoom)
})

it('many hosts stay as they are', async () => {
  expect(await (await zoomOf(900, { value: 100 }, false))()).toBe(1)
})

it('follows what is added', async () => {
  const height = ref(500)
  const zoom = await zoomOf(900, height)
  expect(await zoom()).toBe(1.5)
  height.value = 800
  expect(await zoom()).toBe(1.1)
})

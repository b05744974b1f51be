/** State that follows from time alone is asked for: again whenever the instant shown changed, one question at a time. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { afterPicture } from './after-picture.ts'

const pauseMs = 250

/**
 * `ask` is called when `changed` gives a new value, at most every quarter of a second; null of `changed` asks nothing and
 * forgets the answer. The first time it asks at once, later when the picture of the new instant has been painted: the question and
 * its answer would only delay that. A failed question leaves the last answer: the link banner tells about a lost connection.
 */
export function useStatePoll<T>(changed: () => unknown, ask: () => Promise<T>): ShallowRef<T | null> {
  const answer: ShallowRef<T | null> = shallowRef(null)
  let asking = false
  let again = false
  let timer: ReturnType<typeof setTimeout> | null = null
  let disposed = false
  let generation = 0
  let callOff: (() => void) | null = null

  async function run(): Promise<void> {
    if (asking) {
      again = true
      return
    }
    asking = true
    const mine = generation
    try {
      const next = await ask()
      if (mine === generation && !disposed) answer.value = next
    } catch {
      again = false
    }
    timer = setTimeout(() => {
      asking = false
      timer = null
      if (again && !disposed) {
        again = false
        void run()
      }
    }, pauseMs)
  }

  watch(
    changed,
    (value, before) => {
      callOff?.()
      callOff = null
      if (value === null) {
        generation++
        answer.value = null
        return
      }
      if (before === undefined || before === null) void run()
      else callOff = afterPicture(() => void run())
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    disposed = true
    callOff?.()
    if (timer !== null) clearTimeout(timer)
  })
  return answer
}

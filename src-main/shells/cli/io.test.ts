import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Buffered, EagerLines, OutputClosed, streamSink } from './io.ts'

/** A stream whose reader takes one piece whenever it is told to. */
function reluctant(): { readonly stream: Writable; readonly taken: string[]; take(): void } {
  const taken: string[] = []
  let ready: (() => void) | null = null
  const stream = new Writable({
    highWaterMark: 4,
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      taken.push(chunk)
      ready = done
    },
  })
  return { stream, taken, take: () => ready?.() }
}

const settled = async (promise: Promise<void>): Promise<boolean> => {
  let done = false
  void promise.then(() => (done = true))
  await new Promise((resolve) => setImmediate(resolve))
  return done
}

describe('streamSink', () => {
  it('lets a writer go on only when the reader has caught up', async () => {
    const { stream, taken, take } = reluctant()
    const sink = streamSink(stream)
    const write = sink.write('123456')
    expect(await settled(write)).toBe(false)
    take()
    expect(await settled(write)).toBe(true)
    expect(taken).toEqual(['123456'])
  })

  it('rejects with OutputClosed when the reader has gone, while it waits and afterwards', async () => {
    const { stream } = reluctant()
    const sink = streamSink(stream)
    const write = sink.write('123456')
    stream.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }))
    await expect(write).rejects.toThrow(OutputClosed)
    await expect(sink.write('x')).rejects.toThrow(OutputClosed)
  })
})

it('gathers small pieces into one write', async () => {
  const writes: string[] = []
  const buffered = new Buffered({ isTty: false, write: async (text) => void writes.push(text) })
  for (let i = 0; i < 10; i++) buffered.add(`${i}`)
  expect(buffered.isFull).toBe(false)
  buffered.add('x'.repeat(70_000))
  expect(buffered.isFull).toBe(true)
  await buffered.flush()
  await buffered.flush()
  expect(writes).toEqual([`0123456789${'x'.repeat(70_000)}`])
})

it('hands on the failure of lines that nobody waited for', async () => {
  const lines = new EagerLines({
    isTty: false,
    write: async () => {
      throw new OutputClosed()
    },
  })
  lines.out('a')
  lines.out('b')
  await expect(lines.done()).rejects.toThrow(OutputClosed)
})

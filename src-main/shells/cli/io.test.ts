import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { Writable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { Buffered, EagerLines, OutputClosed, directSink, streamSink } from './io.ts'
import { folderWith, removeFolders } from './testing.ts'

afterAll(removeFolders)

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

describe('directSink', () => {
  const noFallback = (): never => {
    throw new Error('no fallback')
  }

  it('writes a file whole, whatever its alphabet', async () => {
    const path = join(folderWith({}), 'out')
    const fd = openSync(path, 'w')
    const sink = directSink(fd, noFallback)
    await sink.write('가나다 ✔\n')
    await sink.write('x'.repeat(300_000))
    closeSync(fd)
    expect(readFileSync(path, 'utf8')).toBe(`가나다 ✔\n${'x'.repeat(300_000)}`)
  })

  it('says what is wrong with a descriptor that takes nothing', async () => {
    const fd = openSync(join(folderWith({ in: '' }), 'in'), 'r')
    await expect(directSink(fd, noFallback).write('x')).rejects.toThrow('EBADF')
    closeSync(fd)
  })

  it.skipIf(process.platform === 'win32')(
    'leaves the rest to its fallback when a pipe takes no more, and stops when the reader has gone',
    async () => {
      const pipe = join(folderWith({}), 'pipe')
      expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
      const { O_NONBLOCK, O_RDONLY, O_WRONLY } = (await import('node:fs')).constants
      const reader = openSync(pipe, O_RDONLY | O_NONBLOCK)
      const writer = openSync(pipe, O_WRONLY | O_NONBLOCK)
      const rest: Uint8Array[] = []
      const sink = directSink(writer, () => ({ isTty: false, write: async (bytes) => void rest.push(Buffer.from(bytes)) }))
      const text = '0123456789'.repeat(100_000)
      await sink.write(text)
      const taken = Buffer.alloc(text.length)
      let read = 0
      for (let more = 1; more > 0 && read < text.length - (rest[0]?.length ?? 0);)
        read += more = readSync(reader, taken, read, text.length - read, null)
      expect(taken.toString('utf8', 0, read) + Buffer.concat(rest).toString()).toBe(text)
      closeSync(reader)
      await expect(directSink(writer, noFallback).write('x')).rejects.toThrow(OutputClosed)
      closeSync(writer)
    },
  )
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

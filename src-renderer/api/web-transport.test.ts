import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { socketUrl, webTransport } from './web-transport.ts'
import type { LinkState } from './client.ts'

class SocketDouble {
  static readonly all: SocketDouble[] = []
  readonly sent: string[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  readonly url: string

  constructor(url: string) {
    this.url = url
    SocketDouble.all.push(this)
  }

  send(text: string): void {
    this.sent.push(text)
  }

  reply(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

function open() {
  return webTransport({ url: 'ws://x/ws', createSocket: (url) => new SocketDouble(url) as unknown as WebSocket })
}

beforeEach(() => {
  vi.useFakeTimers()
  SocketDouble.all.length = 0
})
afterEach(() => {
  vi.useRealTimers()
})

describe('webTransport', () => {
  it('sends what was asked before the socket opened, and resolves by id', async () => {
    const api = open()
    const info = api.invoke('app.info', {})
    const run = api.invoke('run.current', {})
    const socket = SocketDouble.all[0]!
    expect(socket.sent).toEqual([])
    socket.onopen?.()
    expect(socket.sent.map((text) => JSON.parse(text).method)).toEqual(['app.info', 'run.current'])
    socket.reply({ id: 2, ok: true, output: null })
    socket.reply({ id: 1, ok: true, output: { version: '1' } })
    await expect(run).resolves.toBeNull()
    await expect(info).resolves.toEqual({ version: '1' })
  })

  it('rejects with the code of the reply', async () => {
    const api = open()
    SocketDouble.all[0]!.onopen?.()
    const play = api.invoke('run.play', {})
    SocketDouble.all[0]!.reply({ id: 1, ok: false, code: 'noRun', message: 'open a lab first' })
    await expect(play).rejects.toMatchObject({ code: 'noRun', message: 'open a lab first' })
  })

  it('passes pushes on until unsubscribed', () => {
    const api = open()
    const seen: unknown[] = []
    const stop = api.subscribe('run.frame', (payload) => seen.push(payload))
    SocketDouble.all[0]!.reply({ push: 'run.frame', payload: 1 })
    stop()
    SocketDouble.all[0]!.reply({ push: 'run.frame', payload: 2 })
    expect(seen).toEqual([1])
  })

  it('rejects what was under way when the socket closes, then reconnects with growing delays', async () => {
    const api = open()
    const states: LinkState[] = []
    api.onLink((state) => states.push(state))
    SocketDouble.all[0]!.onopen?.()
    const pending = api.invoke('run.pause', {})
    SocketDouble.all[0]!.onclose?.()
    await expect(pending).rejects.toMatchObject({ code: 'disconnected' })
    await expect(api.invoke('run.pause', {})).rejects.toMatchObject({ code: 'disconnected' })
    vi.advanceTimersByTime(250)
    expect(SocketDouble.all).toHaveLength(2)
    SocketDouble.all[1]!.onclose?.()
    vi.advanceTimersByTime(499)
    expect(SocketDouble.all).toHaveLength(2)
    api.reconnect()
    expect(SocketDouble.all).toHaveLength(3)
    SocketDouble.all[2]!.onopen?.()
    expect(states).toEqual(['connecting', 'open', 'lost', 'open'])
  })
})

it('takes the scheme of the page', () => {
  expect(socketUrl({ protocol: 'http:', host: '127.0.0.1:1' })).toBe('ws://127.0.0.1:1/ws')
  expect(socketUrl({ protocol: 'https:', host: 'h' })).toBe('wss://h/ws')
})

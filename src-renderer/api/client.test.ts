import { describe, expect, it } from 'vitest'
import type { ApiTransport } from '../../src-main/contract/api.ts'
import { ApiError, toApiError } from './client.ts'
import { electronTransport } from './electron-transport.ts'

describe('toApiError', () => {
  it.each([
    [{ code: 'noRun', message: 'open a lab' }, 'noRun', 'open a lab'],
    [Object.assign(new Error('gone'), { code: 'ENOENT' }), 'internal', 'gone'],
    [new Error('plain'), 'internal', 'plain'],
    ['words', 'internal', 'words'],
    [null, 'internal', 'null'],
  ])('%o', (cause, code, message) => expect(toApiError(cause)).toMatchObject({ code, message }))

  it('leaves its own errors as they are', () => {
    const error = new ApiError('badInput', 'x')
    expect(toApiError(error)).toBe(error)
  })
})

it("carries the code of a refusal over Electron's bridge", async () => {
  const bridge: ApiTransport = {
    invoke: () => Promise.reject({ code: 'badInput', message: 'no such host' }),
    subscribe: () => () => undefined,
  }
  await expect(electronTransport(bridge).invoke('run.play', {})).rejects.toMatchObject({ code: 'badInput', message: 'no such host' })
})

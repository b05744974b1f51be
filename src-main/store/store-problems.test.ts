import { describe, expect, it } from 'vitest'
import { StoreError } from '../runs/store-port.ts'
import { asStoreError, storeError } from './store-problems.ts'

describe('what is wrong with the data folder', () => {
  it.each(['newer', 'damaged', 'locked', 'readOnly', 'full', 'noAccess'] as const)('is told in both languages: %s', (code) => {
    const { problem } = storeError(code, '/data/hostdown.sqlite', ['it is no database', '데이터베이스가 아님'])
    expect(problem.text).toMatch(/^.*\/data\/hostdown\.sqlite.*\(--data\)\.$/)
    expect(problem.textKo).toMatch(/^.*\/data\/hostdown\.sqlite.*[가-힣].*\(--data\)를 선택하십시오\.$/)
    if (code === 'damaged' || code === 'noAccess')
      expect([problem.text, problem.textKo]).toEqual([expect.stringContaining('it is no database'), expect.stringContaining('데이터베이스가 아님')])
  })

  it('is told of the file system as well', () => {
    const error = asStoreError(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }), '/data')
    expect(error).toBeInstanceOf(StoreError)
    expect((error as StoreError).problem).toMatchObject({
      code: 'noAccess',
      text: expect.stringContaining('access is denied') as string,
      textKo: expect.stringContaining('액세스가 거부됨') as string,
    })
  })
})

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Sha256, sha256Hex } from './sha256.ts'

const reference = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

describe('SHA-256', () => {
  it('agrees with the platform for every length around the block and the buffer', () => {
    for (const length of [...Array.from({ length: 260 }, (_, i) => i), 8183, 8188, 8191, 8192, 8193, 8256, 20_000]) {
      const text = 'abcdefghijk'.repeat(2000).slice(0, length)
      expect(sha256Hex(text), `length ${length}`).toBe(reference(text))
    }
  })

  it('agrees for any text in any script, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 8 }), (texts) => {
        const digest = new Sha256()
        for (const text of texts) digest.update(text)
        expect(digest.hex()).toBe(reference(texts.join('')))
      }),
    )
    for (const text of ['한글 vSphere — é', '\ud83d\ude00', 'x\ud800y', '\udc00', 'end\ud83d', '가'.repeat(9000), '\ud83d\ude00'.repeat(5000)]) {
      expect(sha256Hex(text)).toBe(reference(text))
    }
  })

  it('gives a digest on the way and goes on from saved data', () => {
    const digest = new Sha256().update('one ')
    expect(digest.hex()).toBe(reference('one '))
    const restored = Sha256.restore(JSON.parse(JSON.stringify(digest.save())))
    expect(digest.update('two').hex()).toBe(reference('one two'))
    expect(restored.update('x'.repeat(10_000)).hex()).toBe(reference('one ' + 'x'.repeat(10_000)))
  })
})

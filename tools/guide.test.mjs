// The user guide against the product: pictures, both languages alike, links, command lines. Its words and keys: src-renderer/i18n/guide.test.ts.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readArguments } from '../src-main/shells/cli/arguments.ts'
import { commands } from '../src-main/shells/cli/command-list.ts'
import { root } from './bootstrap.mjs'

const folder = join(root, 'docs', 'guide')
const languages = ['en', 'ko']
const guide = Object.fromEntries(languages.map((language) => [language, readFileSync(join(folder, `guide-${language}.md`), 'utf8')]))
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found)
const picturesOf = (language) => all(guide[language], /!\[[^\]]+\]\(pictures\/([^)]+)\.png\)/g)

describe('the user guide', () => {
  it('has each of its pictures in both languages, and none besides', () => {
    const shown = languages.flatMap((language) => picturesOf(language).map((name) => `${name}.png`))
    expect(shown.length).toBeGreaterThan(0)
    expect(readdirSync(join(folder, 'pictures')).sort()).toEqual(shown.sort())
  })

  it('is no heavier than 5 MiB', () => {
    const sizes = readdirSync(join(folder, 'pictures')).map((name) => statSync(join(folder, 'pictures', name)).size)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5 * 1024 * 1024)
  })

  it('tells the same in both languages: chapters, steps, pictures, keys, instants, commands', () => {
    const shape = (language) => ({
      headings: all(guide[language], /^(#+) /gm),
      steps: all(guide[language], /^(\d+)\. /gm),
      pictures: picturesOf(language).map((name) => name.replace(/-(en|ko)$/, '')),
      keys: all(guide[language], /<kbd>([^<]+)<\/kbd>/g).sort(),
      instants: all(guide[language], /`(\d+:\d\d(?::\d\d)?)`/g),
      commands: all(guide[language], /^npm run -s hostdown -- (\S+)/gm),
    })
    expect(shape('ko')).toEqual(shape('en'))
    for (const language of languages) expect(picturesOf(language).filter((name) => !name.endsWith(`-${language}`))).toEqual([])
  })

  it.each(languages)('has no bold text that Markdown leaves as it is: closed after a sign, before a letter (%s)', (language) => {
    expect(all(guide[language], /(\*\*[^*\n]*[\p{P}\p{S}]\*\*)(?=\p{L})/gu)).toEqual([])
  })

  it.each(languages)('leads to what is there (%s)', (language) => {
    const anchorOf = (heading) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N} -]/gu, '').replaceAll(' ', '-') // prettier-ignore
    const anchors = all(guide[language], /^#+ (.+)$/gm).map(anchorOf)
    const links = all(guide[language], /\]\(([^)]+)\)/g)
    const lost = links.filter((link) => (link.startsWith('#') ? !anchors.includes(link.slice(1)) : !existsSync(join(folder, link))))
    expect(links.filter((link) => link.startsWith('#'))).toHaveLength(16)
    expect(lost).toEqual([])
  })

  it.each(languages)('names commands and options that there are (%s)', (language) => {
    const lines = all(guide[language], /^npm run -s hostdown -- ([^#\n]+)/gm)
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) {
      const [name, ...argv] = line.trim().split(/\s+/)
      const command = commands.find((one) => one.name === name)
      expect(command, line).toBeDefined()
      if (!argv.includes('--help')) expect(() => readArguments(command, argv), line).not.toThrow()
    }
  })
})

import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { LabShelf } from './lab-shelf.ts'

let folder: string
const shelf = (startFile: string | null = null): LabShelf =>
  new LabShelf({ folder, startFile, describe: ({ text }) => (text === 'bad' ? null : { name: text, description: `about ${text}` }) })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostdown-shelf-'))
  await writeFile(join(folder, 'a-first-letter.lab.yaml'), 'A')
  await writeFile(join(folder, 'article.lab.yaml'), 'Article')
  await writeFile(join(folder, 'broken.lab.json'), 'bad')
  await writeFile(join(folder, 'notes.txt'), 'no lab')
  await writeFile(join(folder, 'mine.yaml'), 'Mine')
  await writeFile(join(folder, 'huge.yaml'), '')
  await truncate(join(folder, 'huge.yaml'), 500_000_000)
})
afterAll(() => rm(folder, { recursive: true }))

it('lists the samples, the article first', async () => {
  expect(await shelf().list()).toEqual([
    { id: 'article', name: 'Article', description: 'about Article' },
    { id: 'a-first-letter', name: 'A', description: 'about A' },
    { id: 'broken', name: 'broken', description: '' },
  ])
  expect(shelf().startId).toBe('article')
})

it('puts the file that it was started with before them', async () => {
  const mine = shelf(join(folder, 'mine.yaml'))
  expect(mine.startId).toBe('mine.yaml')
  expect((await mine.list())[0]).toEqual({ id: 'mine.yaml', name: 'Mine', description: 'about Mine' })
  expect(await mine.read('mine.yaml')).toEqual({
    fileName: 'mine.yaml',
    text: 'Mine',
    folder,
    origin: { file: join(folder, 'mine.yaml') },
  })
})

it('opens nothing else', async () => {
  for (const id of ['notes', 'notes.txt', '../article', 'mine.yaml', '__proto__', '/etc/passwd', 'article.lab.yaml'])
    await expect(shelf().read(id)).rejects.toMatchObject({ code: 'notFound' })
})

it('says why a file cannot be read, and does not read one of 500 MB', async () => {
  expect(await shelf(join(folder, 'gone.yaml')).read('gone.yaml')).toMatchObject({ problem: { message: 'There is no file gone.yaml' } })
  expect(await shelf(join(folder, 'huge.yaml')).read('huge.yaml')).toMatchObject({
    problem: { message: 'huge.yaml has 500 MB; a lab file has at most 50 MB' },
  })
  expect(await shelf(folder).read(folder.split('/').at(-1) ?? '')).toMatchObject({
    problem: { message: expect.stringMatching(/cannot be read \(EISDIR\)/) as string },
  })
})

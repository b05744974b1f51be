// The window's type check must bite: in a component, and where one uses another.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from './bootstrap.mjs'
import { runNode, typesOf } from './steps.mjs'

const cache = join(root, 'node_modules', '.cache')
const [checker] = typesOf('renderer')
let folder

beforeAll(() => {
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, 'vue-types-'))
  const extended = relative(folder, join(root, 'tsconfig.base.json')).replaceAll('\\', '/')
  const config = { extends: extended, compilerOptions: { lib: ['ES2023', 'DOM'] }, include: ['*.vue'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
})
afterAll(() => rmSync(folder, { recursive: true }))

const check = async (template) => {
  const counter = '<script setup lang="ts">\ndefineProps<{ readonly count: number }>()\n</script>\n'
  const page = '<script setup lang="ts">\nimport Counter from "./Counter.vue"\n</script>\n'
  writeFileSync(join(folder, 'Counter.vue'), `${counter}<template>{{ ${template.counter} }}</template>\n`)
  writeFileSync(join(folder, 'Page.vue'), `${page}<template>${template.page}</template>\n`)
  const { status, output } = await runNode([checker, '-p', join(folder, 'tsconfig.json'), '--pretty', 'false'])
  return { status, found: [...output.matchAll(/(\w+\.vue\(\d+),\d+\)(: error TS\d+)/g)].map(([, place, code]) => `${place})${code}`) }
}

it('says what is wrong, where it stands in the component', async () => {
  const { status, found } = await check({ counter: 'count.nothing', page: '<Counter :count="\'three\'" /><Counter />' })
  expect(status).not.toBe(0)
  expect(found).toEqual(['Counter.vue(4): error TS2339', 'Page.vue(4): error TS2322', 'Page.vue(4): error TS2345'])
})

it('says nothing of what is right', async () => {
  expect(await check({ counter: 'count.toFixed(1)', page: '<Counter :count="3" />' })).toEqual({ status: 0, found: [] })
})

// Draws src-renderer/icon.svg in the sizes that systems want, into build/: `node tools/icons.mjs`. The files are committed; run it when the drawing changes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { main, root } from './bootstrap.mjs'
import { browserPath } from './browser.mjs'
import { icnsOf, icoOf } from './icon-files.mjs'

const icoSizes = [16, 24, 32, 48, 64, 128, 256]
const icnsSizes = [16, 32, 64, 128, 256, 512, 1024]
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

async function draw(svg, sizes) {
  const executablePath = browserPath()
  const browser = await chromium.launch({
    ...(executablePath !== null && { executablePath }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const page = await browser.newPage()
    const pictures = new Map()
    for (const size of sizes) {
      await page.setViewportSize({ width: size, height: size })
      await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
      pictures.set(size, await page.screenshot({ omitBackground: true }))
    }
    return pictures
  } finally {
    await browser.close()
  }
}

await main(async () => {
  const svg = readFileSync(join(root, 'src-renderer', 'icon.svg'), 'utf8')
  const pictures = await draw(svg, [...new Set([...icoSizes, ...icnsSizes, ...linuxSizes])])
  const pick = (sizes) => new Map(sizes.map((size) => [size, pictures.get(size)]))
  const folder = join(root, 'build')
  mkdirSync(join(folder, 'icons'), { recursive: true })
  writeFileSync(join(folder, 'icon.ico'), icoOf(pick(icoSizes)))
  writeFileSync(join(folder, 'icon.icns'), icnsOf(pick(icnsSizes)))
  for (const [size, png] of pick(linuxSizes)) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), png)
})

// Builds what is out of date: `node tools/build.mjs [main|renderer|all]`.
import { ensureBuilt, ensureDeps, main } from './bootstrap.mjs'

await main(([target = 'all']) => {
  ensureDeps()
  ensureBuilt(target)
})

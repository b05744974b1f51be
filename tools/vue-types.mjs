// vue-tsc on TypeScript 7: `node tools/vue-types.mjs -p tsconfig.renderer.json`, with vue-tsc's arguments. vue-tsc needs the compiler as a library,
// which ends with 6; typescript-native-bridge is that library with the checker of 7 behind it. Where there is no binary of it, 6 itself checks.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { run } = require('vue-tsc')

const isBridged = () => {
  try {
    require.resolve(`@typescript-native-bridge/${process.platform}-${process.arch}/package.json`)
    return true
  } catch {
    return false
  }
}

run(require.resolve(`${isBridged() ? 'typescript-native-bridge' : 'typescript'}/lib/tsc`))

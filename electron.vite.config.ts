import { existsSync } from 'node:fs'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import vue from '@vitejs/plugin-vue'

// HOSTDOWN_BUILD=main leaves the window out (the command line needs only main), =renderer builds nothing else.
const only = process.env['HOSTDOWN_BUILD']

/** Entries that exist; names give the files in out/, so worker URLs in entry files are stable. */
function inputs(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)))
}

/**
 * Makes built files quick to start, which the command line feels. What is not ASCII (names of states, Korean texts) is escaped: Node reads a
 * plain file much faster. `node:fs` comes as Node has it: imported, it would load all that `fs.promises` needs, 8 ms.
 */
const quickStart: Plugin = {
  name: 'quick-start',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue
        output.code = output.code
          .replace(
            /^import \{([^}]*)\} from "node:fs";$/m,
            (_whole, names: string) => `const {${names.replaceAll(' as ', ': ')}} = process.getBuiltinModule("node:fs");`,
          )
          .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      }
    },
  },
}

// What `hostdown run` needs, in two files beside its entry instead of ten: each more costs its start two milliseconds.
// The entry stays out: it awaits the commands, so none of them may wait for it. What they import comes along: start.test.ts says what may.
const core = { name: 'core', test: /src-main[\\/](engine[\\/](?!testing)|contract[\\/]lab[\\/]quick-lab)/ }
const commandLine = {
  name: 'command-line',
  test: /src-main[\\/]shells[\\/]cli[\\/](arguments|cli|command-list|io|lab-file|open-work|process-io|run-lab|text-file|commands[\\/]run)\.ts/,
}

const main = inputs({
  index: 'src-main/shells/electron/main.ts',
  web: 'src-main/shells/web/main.ts',
  cli: 'src-main/shells/cli/main.ts',
  'run.worker': 'src-main/app/run.worker.ts',
  'job.worker': 'src-main/shells/cli/job.worker.ts',
  'sweep.worker': 'src-main/sweeps/sweep.worker.ts',
  'import.worker': 'src-main/app/import.worker.ts',
  'practice.worker': 'src-main/app/practice.worker.ts',
  'guided.worker': 'src-main/app/guided.worker.ts',
})
const preload = inputs({ index: 'src-main/shells/electron/preload.ts' })
const renderer = 'src-renderer/index.html'

export default defineConfig({
  ...(only !== 'renderer' &&
    Object.keys(main).length > 0 && {
      main: {
        plugins: [quickStart],
        build: {
          outDir: 'out/main',
          target: 'node22',
          // Bundled, the command line starts without resolving hundreds of files.
          externalizeDeps: { exclude: ['zod', 'yaml', 'yauzl', 'pend', 'csv-parse', 'ts-fsrs'] },
          rolldownOptions: {
            input: main,
            output: { chunkFileNames: 'chunks/[name].js', comments: false, codeSplitting: { groups: [core, commandLine] } },
          },
        },
      },
    }),
  ...(only !== 'renderer' &&
    Object.keys(preload).length > 0 && {
      preload: {
        build: {
          outDir: 'out/preload',
          externalizeDeps: false,
          // A sandboxed preload has to be CommonJS.
          rolldownOptions: { input: preload, output: { format: 'cjs' as const, entryFileNames: '[name].cjs' } },
        },
      },
    }),
  ...(only !== 'main' &&
    existsSync(renderer) && {
      renderer: {
        root: 'src-renderer',
        plugins: [vue()],
        build: { outDir: 'out/renderer', minify: true, chunkSizeWarningLimit: 4000, rolldownOptions: { input: renderer } },
      },
    }),
})

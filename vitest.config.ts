import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Tests of what a process has not loaded yet. */
const alone = ['src-main/contract/lab/quick-lab.test.ts']

export default defineConfig({
  test: {
    // Tests of the runs start worker threads of their own.
    maxWorkers: Math.max(1, Math.min(4, availableParallelism())),
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      // One world for all files of a worker: to load the engine, or the window with its toolkit, anew for each takes longer than their tests.
      {
        // Node itself loads what has neither a page nor mocks: through Vite's module runner each use of an import is a call, which costs the engine a third.
        test: {
          name: 'node',
          environment: 'node',
          isolate: false,
          experimental: { viteModuleRunner: false, nodeLoader: false },
          include: ['src-main/**/*.test.ts', 'tools/**/*.test.mjs'],
          exclude: alone,
        },
      },
      {
        test: { name: 'alone', environment: 'node', include: alone },
      },
      {
        // Of what was built: `npm test` runs them after its build.
        test: { name: 'built', environment: 'node', include: ['tools/**/*.built.mjs'], fileParallelism: false },
      },
      {
        plugins: [vue()],
        // The toolkit as one file: its hundreds take a second to load.
        resolve: { alias: [{ find: /^naive-ui$/, replacement: 'naive-ui/dist/index.mjs' }] },
        test: {
          name: 'window',
          environment: 'happy-dom',
          isolate: false,
          include: ['src-renderer/**/*.test.ts'],
          setupFiles: ['src-renderer/testing/fresh-world.ts'],
        },
      },
    ],
  },
})

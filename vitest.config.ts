import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Tests of the runs start worker threads of their own.
    maxWorkers: Math.max(1, Math.min(4, availableParallelism())),
    testTimeout: 20_000,
    coverage: { include: ['src-main/**/*.ts', 'src-renderer/**/*.{ts,vue}'], exclude: ['**/*.test.ts'], reporter: ['text-summary', 'html'] },
    projects: [
      {
        test: { name: 'node', environment: 'node', include: ['src-main/**/*.test.ts', 'tools/**/*.test.mjs'] },
      },
      {
        // Of what was built: `npm test` runs them after its build.
        test: { name: 'built', environment: 'node', include: ['tools/**/*.built.mjs'], fileParallelism: false },
      },
      {
        plugins: [vue()],
        test: { name: 'window', environment: 'happy-dom', include: ['src-renderer/**/*.test.ts'] },
      },
    ],
  },
})

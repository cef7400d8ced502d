import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['harness/**/*.test.ts', 'scenarios/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests that start real children measure nothing absolute, but two at a time on two cores is enough.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/tidemark/tests.json' }]],
  },
});

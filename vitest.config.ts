import { defineConfig } from 'vitest/config';

/**
 * Only against a test that never ends. Tests start real children, and on a machine that is busy with other work those
 * take many times as long: no test or hook has a limit that such a machine could exceed.
 */
const HANG_MS = 20 * 60 * 1000;

export default defineConfig({
  test: {
    include: ['harness/**/*.test.ts', 'scenarios/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
    teardownTimeout: HANG_MS,
    expect: { poll: { timeout: HANG_MS } },
    // Tests that start real children measure nothing absolute, but two at a time on two cores is enough.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/tidemark/tests.json' }]],
  },
});

import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Only against a test that never ends. Tests start real children, and on a machine that is busy with other work those
 * take many times as long: no test or hook has a limit that such a machine could exceed.
 */
const HANG_MS = 20 * 60 * 1000;

/** They start many children. Begun last, as a clean checkout would by their size, one of them would run on alone. */
const LONGEST_FILES = [
  'catalogue',
  'pages',
  'gate-selftest',
  'check-cli',
  'cli',
  'run-outcomes',
  'ab-cli',
  'init',
  'database',
  'right-halves',
  'corpus',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isNamed = (name: string) => (file: TestSpecification) =>
      basename(file.moduleId) === `${name}.test.ts`;
    const longest = LONGEST_FILES.flatMap((name) => sorted.filter(isNamed(name)));
    return [...longest, ...sorted.filter((file) => !longest.includes(file))];
  }
}

export default defineConfig({
  test: {
    include: ['harness/**/*.test.ts', 'scenarios/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
    teardownTimeout: HANG_MS,
    expect: { poll: { timeout: HANG_MS } },
    // Tests that start real children measure nothing absolute, but two at a time on two cores is enough.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/tidemark/tests.json' }]],
  },
});

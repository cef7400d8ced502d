import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlannedRun } from '../plan/plan-runs.ts';
import type { JournalEntry } from '../store/results-folder.ts';
import { makeRun, makeScenario } from '../test/builders.ts';
import { Session } from './session.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const PLANNED = {
  ...{ key: 'a', kind: 'measure', parameters: { volume: 5 }, isSampled: false, rounds: 1, flags: [] },
  // No such program: a run that is made ends at once.
  subject: { case: { scenario: makeScenario() }, execPath: '/nowhere/node', node: '20.19.0' },
} as unknown as PlannedRun;
const FINISHED: JournalEntry = {
  ...{ key: 'a', samplesBytes: 0, warnings: [], strays: 0 },
  result: makeRun({ index: 6, parameters: { volume: 5 } }),
};

/** How the planned run ended, and the runs that were added to the journal. */
async function runAfter(finished: JournalEntry) {
  const added: JournalEntry[] = [];
  const folder = {
    outputPath: (run: number) => join(root, `${run}.txt`),
    addSample: () => {},
    addRun: async (entry: JournalEntry) => added.push(entry),
  };
  const session = new Session(
    {
      ...{ flags: [], sampleIntervalMs: 20, timeoutMs: 5000, maxMemoryBytes: 1e9, environmentVariables: [] },
      folderOf: () => folder,
      finishedRuns: [finished],
      remaining: {
        ...{ skip: () => {}, end: () => {}, predictMs: () => undefined },
        begin: () => ({ predictMs: () => undefined }),
      },
    } as never,
    { signal: new AbortController().signal } as never,
    { say: () => {}, progress: { write: () => {}, isTerminal: false, width: 80, now: () => 0 } } as never,
  );
  return { run: await session.runOne(PLANNED), added };
}

test('a run that an interrupted invocation has finished is not made again', async () => {
  const { run, added } = await runAfter(FINISHED);
  expect(run).toEqual(FINISHED);
  expect(added).toEqual([]);
});

test.each([
  ['of another kind', { kind: 'growth' }],
  ['with other parameters', { parameters: { volume: 6 } }],
] as const)(
  'one that the journal has as a run %s is made again, with the next number',
  async (_how, wrong) => {
    const { run, added } = await runAfter({ ...FINISHED, result: { ...FINISHED.result, ...wrong } });
    expect(run?.result).toMatchObject({ kind: 'measure', index: 7, outcome: { state: 'crashed' } });
    expect(added).toHaveLength(1);
  },
);

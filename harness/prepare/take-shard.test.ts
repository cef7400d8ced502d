import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identifyScenario } from '../catalogue/scenario-file.ts';
import { planCases } from '../plan/plan-cases.ts';
import { count } from '../scenario.ts';
import { writeReportFiles } from '../store/write-report-files.ts';
import { makeCase, makeReport, makeRun, makeScenario } from '../test/builders.ts';
import { restoreShard } from './stored-request.ts';
import { takeShard } from './take-shard.ts';

const CASES = planCases([makeScenario({ parameters: { size: count([1, 2, 3, 4, 5]) } })], {
  ...{ parameterValues: new Map(), matrix: true },
});

const { file: CASE_FILE = '' } = identifyScenario(CASES[0]?.scenario ?? makeScenario());

const QUIET = { say: () => undefined, width: 200, resultsRoot: '' };

test('the shards together measure each case once', () => {
  for (const total of [1, 2, 3, 7]) {
    const taken = Array.from({ length: total }, (_, position) =>
      takeShard(CASES, { index: position + 1, total, source: '--shard' }, QUIET),
    ).flatMap(({ cases }) => cases);
    expect(new Set(taken)).toEqual(new Set(CASES));
    expect(taken).toHaveLength(CASES.length);
  }
});

test('says what it read, and that a shard is empty', () => {
  const said: string[] = [];
  const shard = { index: 7, total: 7, source: 'GitLab: CI_NODE_INDEX=7 CI_NODE_TOTAL=7' };
  const share = takeShard(CASES, shard, { ...QUIET, say: (text) => said.push(text) });
  expect(share.cases).toEqual([]);
  expect(share.shard?.cases).toHaveLength(5);
  expect(said[0]).toMatch(
    /^shard 7 of 7, from GitLab: CI_NODE_INDEX=7 CI_NODE_TOTAL=7: 0 of 5 cases, .*plan [0-9a-f]{16}$/,
  );
  expect(said[1]).toBe('this shard has no cases: its report is complete, and empty');
});

test('the longest cases of a report are assigned first, so that shards take equally long', () => {
  const root = mkdtempSync(join(tmpdir(), 'tidemark-durations-'));
  try {
    // On two Nodes; of the last case nothing is known.
    const runs = [makeRun({ wallMs: 50 })];
    const results = [1, 2, 3, 4].flatMap((size) =>
      ['20.19.0', '24.1.0'].map((node) =>
        makeCase({
          ...{ scenario: 'one', file: CASE_FILE, node, parameters: { size } },
          runs: size === 4 ? [makeRun({ wallMs: 900 })] : runs,
        }),
      ),
    );
    writeReportFiles(join(root, 'last'), makeReport({ results }));
    const said: string[] = [];
    const share = (index: number): number[] =>
      takeShard(
        CASES,
        { index, total: 2, source: '--shard', durationsFrom: 'last' },
        { ...QUIET, say: (text) => said.push(text), resultsRoot: root },
      ).cases.map(({ parameters }) => Number(parameters.size));
    // 1800 ms; 100, 100, 100 ms and the mean of the known ones, 525 ms.
    expect([share(1), share(2)]).toEqual([[4], [1, 2, 3, 5]]);
    expect(said[0]).toContain(': 1 of 5 cases, the longest first by last, 1 of them unknown there; plan');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('cases stay in the shard that a stored request has assigned them to; a new one is in the first', () => {
  const { shard } = takeShard(CASES, { index: 2, total: 2, source: '--shard' }, QUIET);
  const moved = (shard?.cases ?? [])
    .slice(0, 4)
    .map(([key], position) => [key, position < 3 ? 2 : 1] as const);
  const restored = restoreShard({ index: 2, total: 2, cases: moved }, 'the stored request');
  const again = takeShard(CASES, restored, QUIET);
  expect(again.cases).toEqual(CASES.slice(0, 3));
  expect(again.shard?.cases.map(([, at]) => at)).toEqual([2, 2, 2, 1, 1]);
});

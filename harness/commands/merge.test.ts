import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXIT, UsageError } from '../errors.ts';
import { unitKey } from '../plan/unit-key.ts';
import { openTerminal } from '../report/terminal/open-terminal.ts';
import type { Report } from '../result.ts';
import type { SideName } from '../sides.ts';
import { writeReportFiles } from '../store/write-report-files.ts';
import { asMeasured, makeCase, makeEnvironment, makeReport, makeRun } from '../test/builders.ts';
import { merge } from './merge.ts';

let root = '';
let printed = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-merge-command-'));
  printed = '';
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const CASES = ['one', 'two'].map((scenario) => makeCase({ scenario }));
const PLAN = CASES.map((result, position) => [unitKey(result), position + 1] as const);

/** The runs of B come after those of A. */
function shardOf(index: number, command: 'run' | 'check' | 'ab', side?: SideName): Report {
  const base = makeReport();
  const [result] = asMeasured([
    { ...makeCase({ scenario: ['one', 'two'][index - 1] ?? '' }), runs: [makeRun()] },
  ]);
  const runs = result?.runs.map((run) => ({ ...run, index: side === 'b' ? 1 : 0 })) ?? [];
  return makeReport({
    id: `id-${index}`,
    ...(side !== undefined && { side: { name: side, label: side } }),
    environment: makeEnvironment({ nodes: [{ ...makeEnvironment(), node: '20.19.0' }] }),
    request: { ...base.request, command, shard: { index, total: 2, cases: PLAN } },
    results: [{ ...makeCase({ scenario: result?.scenario ?? '' }), runs }],
  });
}

const store = (folder: string, report: Report): void =>
  writeReportFiles(join(root, 'shards', folder), report);

function mergeShards(): number {
  const output = { write: (text: string) => (printed += text) };
  const terminal = openTerminal({ stdout: output, stderr: output, env: {} });
  const [from, out] = [[join(root, 'shards')], join(root, 'merged')];
  return merge(
    {
      ...({ command: 'merge', from, out, resultsRoot: root } as const),
      ...{ allowsMissing: false, reporters: [], json: false, strict: false },
    },
    terminal,
  );
}

test('the shards of a check that pairs two revisions become a report and both sides', () => {
  for (const index of [1, 2]) {
    store(`${index}`, shardOf(index, 'check'));
    for (const side of ['a', 'b'] as const) store(`${index}/${side}`, shardOf(index, 'check', side));
  }
  expect(mergeShards()).toBe(EXIT.pass);
  expect(readdirSync(join(root, 'merged')).filter((name) => !name.includes('.'))).toEqual(['a', 'b']);
  expect(existsSync(join(root, 'merged/report.json'))).toBe(true);
  expect(printed).toContain('there are pairs as well: tidemark compare');
});

test.each(['run', 'ab'] as const)('sides are not merged with a report of %s', (command) => {
  store('1', shardOf(1, command));
  for (const side of ['a', 'b'] as const) store(`2/${side}`, shardOf(2, 'ab', side));
  expect(mergeShards).toThrow(UsageError);
  expect(existsSync(join(root, 'merged'))).toBe(false);
});

test('a name as long as a book is cut, and does not make the list wait', () => {
  const long = 'a word '.repeat(100_000);
  store('1', { ...shardOf(1, 'run'), tool: { name: 'tidemark', version: long } });
  store('2', shardOf(2, 'run'));
  expect(mergeShards()).toBe(EXIT.notComparable);
  expect(printed.length).toBeLessThan(20_000);
});

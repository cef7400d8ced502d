/**
 * Every scenario that comes with tidemark, measured by `run --quick`: its counters show what its file and its page state.
 * Growth is judged of a pair of each kind here, and of all by `npm run test:catalogue`, which takes longer.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectFigures } from '../../scripts/counted-figures.ts';
import { findBuiltIn, listNames } from '../catalogue/built-in.ts';
import { loadScenarios } from '../catalogue/load-scenarios.ts';
import { compiled } from '../package-root.ts';
import { hasWhatItNeeds } from '../plan/needs.ts';
import { readCountedFigures } from '../report/markdown/counted-figures.ts';
import { reportSchema } from '../report-schema.ts';
import { type CaseResult, endedAsExpected, hasPassed } from '../result.ts';
import { ITER_NODE, WITH_ITER_NODE } from './find-iter-node.ts';

const MAX_REPORT_BYTES = 256 * 1024 * 1024;
/** An eighth of the default: the verdicts are the same, and the runs are most of what the tests take. */
const GROWTH_VOLUME = '32MiB';
/** What the kernel takes of a connection would hide the growth of the smallest volumes. */
const LARGE_GROWTH_VOLUME = '128MiB';
const LARGE_TOPICS = ['network', 'protocol'];
/** Where what grows is a queue of bytes or of objects, what a program retains, in Buffers, slabs, strings or listeners. */
const JUDGED_BY_GROWTH = new Set([
  ...['ignore-drain', 'await-drain', 'push-ignore-false', 'push-await-read', 'object-mode-queue'],
  ...['expanding-transform', 'expanding-generator', 'tcp-ignore-drain', 'tcp-await-drain'],
  ...['read-whole-file', 'stream-file', 'web-tee-idle-branch', 'web-tee-balanced'],
  ...['buffer-leak-in-closure', 'remove-listener', 'slab-retention', 'unpooled-copy'],
  ...['string-slice', 'string-slice-copied', 'abort-listener-left', 'abort-listener-removed'],
]);
/** Of tables with many sizes, the ends show what their checks state. */
const SIZES: Readonly<Record<string, string>> = {
  'buffer-allocation': '32,64KiB',
  'buffer-operations': '64',
};

const SCENARIOS = await loadScenarios(listNames());
const NEEDS = new Map(SCENARIOS.map(({ name, needs }) => [name, needs]));
const needsNothing = (name: string): boolean => hasWhatItNeeds(process.versions.node, NEEDS.get(name));
/** What this Node lacks is measured on another, if there is one. */
const isMeasured = (name: string): boolean => needsNothing(name) || ITER_NODE !== undefined;
const MEASURED = listNames().filter(isMeasured);
const SKIPPED = listNames().filter((name) => !isMeasured(name));

const results = new Map<string, CaseResult[]>();
let folder = '';

async function measure(names: readonly string[], options: readonly string[]): Promise<void> {
  const args = ['--scenario', names.join(','), '--quick', ...options, '--json', '--results', folder];
  const stdout = await promisify(execFile)(process.execPath, [compiled('harness/cli.js'), ...args], {
    maxBuffer: MAX_REPORT_BYTES,
  }).then(
    ({ stdout }) => stdout,
    // A failed expectation fails the test of its scenario.
    (failure: { readonly stdout: string }) => failure.stdout,
  );
  for (const result of reportSchema.parse(JSON.parse(stdout)).results) {
    results.set(result.scenario, [...(results.get(result.scenario) ?? []), result]);
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-catalogue-'));
  const names = [...findBuiltIn()].filter(([name]) => !Object.hasOwn(SIZES, name) && needsNothing(name));
  const isLarge = (url: string): boolean => LARGE_TOPICS.some((topic) => url.includes(`/${topic}/`));
  const growing = names.filter(([name]) => JUDGED_BY_GROWTH.has(name));
  const pick = (large: boolean): string[] =>
    growing.filter(([, url]) => isLarge(url) === large).map(([name]) => name);
  const others = names.filter(([name]) => !JUDGED_BY_GROWTH.has(name)).map(([name]) => name);
  await measure(others, ['--no-growth']);
  await measure(pick(false), ['--growth-volume', GROWTH_VOLUME]);
  await measure(pick(true), ['--growth-volume', LARGE_GROWTH_VOLUME]);
  const elsewhere = MEASURED.filter((name) => !needsNothing(name));
  if (elsewhere.length > 0)
    await measure(elsewhere, ['--growth-volume', GROWTH_VOLUME, '--node', ITER_NODE ?? '']);
  for (const [name, sizes] of Object.entries(SIZES)) await measure([name], ['--param', `size=${sizes}`]);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.skip.each(SKIPPED)(`%s ${WITH_ITER_NODE}`, () => undefined);

test.each(MEASURED)('%s', (name) => {
  const cases = results.get(name) ?? [];
  expect(cases).not.toEqual([]);
  for (const result of cases) {
    expect(result.runs.filter((run) => !endedAsExpected(run, result))).toEqual([]);
    const growth = Object.entries(result.growth?.byMetric ?? {}).map(
      ([metric, { reason }]) => `${metric}: ${reason}`,
    );
    expect(
      result.expectations.filter((one) => !hasPassed(one)),
      growth.join('\n'),
    ).toEqual([]);
    // It is there only to be subtracted from the others, so it has nothing to show.
    if (name !== 'baseline-noop') expect(result.expectations).not.toEqual([]);
  }
});

const ITER_PAIRS = SCENARIOS.filter(({ tags }) => tags.includes('iter') && tags.includes('wrong')).map(
  ({ name, pairedWith = '' }) => [name, pairedWith] as const,
);

test.skipIf(ITER_NODE === undefined).each(ITER_PAIRS)(
  '%s and %s are told apart by counters',
  (wrong, right) => {
    const [one, other] = [wrong, right].map((name) => collectFigures(results.get(name) ?? [])[name] ?? {});
    const differing = Object.keys(one ?? {}).filter((metric) => one?.[metric] !== other?.[metric]);
    expect(differing).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(peakBuffered|writesAfter|recorded)/)]),
    );
  },
);

describe.skipIf(process.platform !== 'linux')('the catalogue page shows what was counted for', () => {
  // Only on Linux: sockets and files of other systems accept other amounts at a time.
  const counted = readCountedFigures();

  test.each(MEASURED)('%s', (name) => {
    const shown = counted[name] ?? {};
    // It watches and records nothing.
    if (name !== 'baseline-noop') expect(Object.keys(shown)).not.toEqual([]);
    expect(collectFigures(results.get(name) ?? [])[name]).toMatchObject(shown);
  });
});

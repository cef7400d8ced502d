/** Live memory, from scenario files to the verdict of each case, with real children. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportSchema } from '../report-schema.ts';
import type { CaseResult, Report } from '../result.ts';
import { CommandLine, type Ended } from './command-line.ts';
import { fixturePath } from './fixtures/support/run-fixture.ts';

const MIB = 1024 * 1024;
const commandLine = new CommandLine('live');
let ended: Ended;
let results: readonly CaseResult[];

beforeAll(async () => {
  const files = ['retains-as-requested', 'retains-slices'].map((name) =>
    fixturePath(join('..', 'fixtures-cli', name)),
  );
  // Volumes from 2 to 32 MiB.
  const how = ['--runs', '1', '--no-profile', '--growth-volume', '32MiB', '--param', 'program=all', '--json'];
  const scenarios = files.flatMap((file) => ['--scenario', file]);
  ended = await commandLine.run(['run', ...scenarios, ...how, '--results', commandLine.makeResultsRoot()]);
  const report: Report = reportSchema.parse(JSON.parse(ended.stdout));
  results = report.results;
});
afterAll(() => commandLine.remove());

const growthOf = (program: string) =>
  results.find(({ parameters }) => parameters.program === program)?.growth;

test('a program that drops each chunk is bounded, whatever garbage it makes', () => {
  expect(growthOf('drops-each-chunk')).toMatchObject({ verdict: 'bounded', where: 'none' });
});

test('a program whose cache fills once is bounded, although the first volumes do not fill it', () => {
  expect(growthOf('cache-fills-once')).toMatchObject({ verdict: 'bounded' });
});

test('a program whose sink retains what it is given is linear outside of the watched streams', () => {
  const growth = growthOf('sink-retains');
  expect(growth).toMatchObject({
    verdict: 'linear',
    where: 'outside-watched-streams',
    heldBy: 'program',
    metric: 'peakLiveArrayBuffersBytes',
    byMetric: { peakBufferedBytes: { verdict: 'bounded' } },
  });
  // Each chunk is retained, and the one that the sink is given when it is read may count twice.
  expect(growth?.slope).toBeGreaterThan(0.95);
  expect(growth?.slope).toBeLessThan(1.05);
  expect(growth?.explained?.ratio).toBeLessThan(0.1);
});

test('a program whose worker thread retains the volume is linear', () => {
  const growth = growthOf('worker-retains');
  expect(growth).toMatchObject({ verdict: 'linear', heldBy: 'worker-threads' });
  expect(growth?.slope).toBeCloseTo(1, 1);
});

test('a program that returns slices retains the whole volume, judged over volumes', () => {
  const slices = results.find(({ scenario }) => scenario === 'retains-slices');
  expect(slices?.growth).toMatchObject({
    verdict: 'linear',
    metric: 'retainedArrayBuffersBytes',
    overRounds: { verdict: 'bounded' },
  });
  expect(slices?.growth?.slope).toBeCloseTo(1, 2);
  expect(slices?.expectations).toEqual([{ text: 'retainedArrayBuffersBytes is linear', passed: true }]);
});

test('only the programs that are not bounded fail the expectation', () => {
  const failed = results.filter(({ expectations }) =>
    expectations.some((one) => !('passed' in one && one.passed)),
  );
  expect(failed.map(({ parameters }) => parameters.program)).toEqual(['sink-retains', 'worker-retains']);
  expect(ended.code).toBe(1);
});

test('a live reading is never above what was retained by more than a few chunks', () => {
  const runs = results.find(({ parameters }) => parameters.program === 'sink-retains')?.runs ?? [];
  for (const { live, memory, parameters } of runs.filter(({ kind }) => kind === 'growth')) {
    const liveBytes = (live?.peak.arrayBuffersBytes ?? 0) - (memory?.start?.arrayBuffersBytes ?? 0);
    expect(liveBytes).toBeLessThan(Number(parameters.volume) + 0.2 * MIB);
    // run() returns all of it, and the last reading is taken then.
    expect(liveBytes).toBeGreaterThanOrEqual(Number(parameters.volume));
  }
});

test('the program sees no property of the sampler on globalThis', () => {
  const counts = results.flatMap(({ runs }) => runs.map(({ recorded }) => recorded?.symbols));
  expect(new Set(counts.filter((count) => count !== undefined)).size).toBe(1);
});

test('a run that reads live memory has no times, and a measure run has no live memory', () => {
  for (const run of results.flatMap(({ runs }) => runs)) {
    const isGrowth = run.kind === 'growth';
    expect(run.live !== undefined).toBe(isGrowth);
    expect(run.durationMs === undefined).toBe(isGrowth);
    expect(run.memory?.peak.arrayBuffersBytes).toBeUndefined();
  }
});

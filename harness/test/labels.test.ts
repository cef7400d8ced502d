/** Which watched stream is to blame, and which line: with real children, from the scenario file to what a person reads. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rankLabels } from '../judge/rank-labels.ts';
import { describeFirstCall, describeUnfinished } from '../report/text/label-rows.ts';
import type { RunResult } from '../result.ts';
import { buildRunResult } from '../runner/build-run-result.ts';
import { type FixtureOptions, fixturePath, runFixture } from './fixtures/support/run-fixture.ts';

const KiB = 1024;
const identity = { kind: 'measure', index: 0, parameters: {}, flags: [] } as const;

async function measure(name: string, options: FixtureOptions = {}): Promise<RunResult> {
  const report = await runFixture(name, options);
  return buildRunResult(identity, report.plan, report);
}

/** `line:column`, from 1, of the first place where a fixture has this text. */
function placeOf(name: string, text: string): string {
  const lines = readFileSync(fixturePath(name), 'utf8').split('\n');
  const line = lines.findIndex((one) => one.includes(text));
  return `${line + 1}:${(lines[line] ?? '').indexOf(text) + 1}`;
}

test('of four stages, the guilty one comes first, with the line that wrote after false', async () => {
  const [worst, ...others] = rankLabels(await measure('has-a-guilty-stage'));
  // Of the 32 chunks of 16 KiB, the slow stage behind it is at work on the first.
  expect(worst).toMatchObject({ label: 'enrich', peakBufferedBytes: 31 * 16 * KiB });
  const place = placeOf('has-a-guilty-stage', 'write(chunk)); // BUG');
  expect(worst && describeFirstCall(worst)).toBe(
    `harness/test/fixtures/has-a-guilty-stage.ts:${place} → enrich.write()`,
  );
  expect(others.map(({ label }) => label).sort()).toEqual(['input', 'parse', 'store']);
  for (const other of others) expect(other).not.toHaveProperty('firstAfterFalse');
});

test('a run that timed out names the streams that have been full, the one that nobody reads first', async () => {
  const run = await measure('has-an-unread-stream', { timeoutMs: 1500 });
  expect(run.outcome.state).toBe('timed-out');
  expect(rankLabels(run).map(({ label }) => label)).toEqual(['unread', 'upstream']);
  expect(describeUnfinished(run)).toEqual([
    expect.stringMatching(/^`unread` has been full for \d/),
    expect.stringMatching(/^`upstream` has been full for \d/),
  ]);
});

test('a crash has the frames of the program, and nothing of the harness counts as its output', async () => {
  const { plan, ...report } = await runFixture('throws-in-run');
  expect(report.outcome).toMatchObject({ state: 'crashed', stderrLines: [] });
  const frames = report.outcome.state === 'crashed' ? (report.outcome.frames ?? []) : [];
  expect(frames).toEqual([expect.stringContaining('throws-in-run.ts:')]);
  expect(buildRunResult(identity, plan, report)).not.toHaveProperty('output');
});

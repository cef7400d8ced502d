import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TRIAL_NAMES } from '../command-line/gate-selftest.ts';
import type { ComparisonVerdict } from '../compare/verdict.ts';
import { renderGateTable } from '../report/terminal/gate-table.ts';
import { makeColors } from '../report/text/colors.ts';
import { makeCompared, makeComparison, makeMetric } from '../test/comparison-builders.ts';
import { startBackgroundLoad } from './background-load.ts';
import type { SubjectComparison } from './compare-subject.ts';
import { listTrials, type Trial } from './trials.ts';
import { tryGate } from './try-gate.ts';

const findTrial = (name: Trial['name'], comparisons: number): Trial => {
  const [trial] = listTrials({ quick: false, only: new Set([name]), comparisons });
  if (trial === undefined) throw new Error(`there is no trial ${name}`);
  return trial;
};

/** A gate that returns the verdicts in turn. */
async function tryWith(trial: Trial, verdicts: readonly ComparisonVerdict[]) {
  const requested: SubjectComparison[] = [];
  const tried = await tryGate(trial, {
    compare: async (one) => {
      const verdict = verdicts[requested.length % verdicts.length] ?? 'pass';
      requested.push(one);
      const metrics = [
        makeMetric({
          verdict: verdict === 'not-comparable' ? 'inconclusive' : verdict,
          reason: 'because',
        }),
        makeMetric({ isGated: false }),
      ];
      return makeComparison({ verdict, cases: [makeCompared({ metrics })] });
    },
    seed: 7,
    signal: new AbortController().signal,
    startBackgroundLoad,
    onVerdict: () => {},
  });
  return { ...tried, requested };
}

describe('a trial', () => {
  test('has a seed and a fault for each comparison, in turn', async () => {
    const { requested } = await tryWith(findTrial('exact', 4), ['regression']);
    expect(requested.map(({ seed }) => seed)).toEqual([7, 8, 9, 10]);
    expect(requested.map(({ fault }) => fault)).toEqual([
      'doubled-high-water-mark',
      'one-ignored-drain',
      'leaked-slabs',
      'doubled-high-water-mark',
    ]);
    for (const { classes } of requested) expect([...classes]).toEqual(['exact']);
  });

  test('counts the verdicts, and lists those that were not expected', async () => {
    const { counts, surprises } = await tryWith(findTrial('memory', 3), [
      'regression',
      'inconclusive',
      'regression',
    ]);
    expect(counts).toMatchObject({ regression: 2, inconclusive: 1, pass: 0 });
    expect(surprises).toEqual([
      {
        fault: 'more-memory',
        seed: 8,
        verdict: 'inconclusive',
        reasons: ['peakBufferedBytes: because'],
      },
    ]);
  });

  test.each([
    ['alone', 'regression'],
    ['exact', 'pass'],
  ] as const)('of %s is surprised by %s', async (name, verdict) => {
    expect((await tryWith(findTrial(name, 1), [verdict])).surprises).toHaveLength(1);
  });

  test('returns the verdicts until it is interrupted', async () => {
    const interruption = new AbortController();
    let done = 0;
    const { counts } = await tryGate(findTrial('alone', 5), {
      compare: async ({ signal }) => {
        done += 1;
        if (done === 3) interruption.abort();
        signal.throwIfAborted();
        return makeComparison();
      },
      seed: 1,
      signal: interruption.signal,
      startBackgroundLoad,
      onVerdict: () => {},
    });
    expect(counts).toMatchObject({ pass: 2, regression: 0 });
  });

  test.each([
    ['background-load', ['started', 'compared', 'compared', 'ended']],
    ['alone', ['compared', 'compared']],
  ] as const)('of %s: %j', async (name, expected) => {
    const events: string[] = [];
    await tryGate(findTrial(name, 2), {
      compare: async () => {
        events.push('compared');
        return makeComparison();
      },
      seed: 1,
      signal: new AbortController().signal,
      startBackgroundLoad: async () => {
        events.push('started');
        return {
          pid: 1,
          end: async () => {
            events.push('ended');
          },
        };
      },
      onVerdict: () => {},
    });
    expect(events).toEqual(expected);
  });
});

describe('a target', () => {
  const none = { regression: 0, improvement: 0, inconclusive: 0, pass: 0, 'not-comparable': 0 };
  test.each([
    ['alone', { ...none, pass: 198, regression: 2 }, true],
    ['alone', { ...none, pass: 197, regression: 3 }, false],
    ['exact', { ...none, regression: 75 }, true],
    ['exact', { ...none, regression: 74, inconclusive: 1 }, false],
    ['memory', { ...none, regression: 38, inconclusive: 2 }, true],
    ['memory', { ...none, regression: 37, inconclusive: 3 }, false],
    // A fault that was not detected may be inconclusive, but never pass.
    ['time', { ...none, regression: 36, inconclusive: 4 }, true],
    ['time', { ...none, regression: 39, pass: 1 }, false],
    ['time', { ...none, regression: 35, inconclusive: 5 }, false],
  ] as const)('of %s, with the verdicts %j, is reached: %s', (name, counts, isReached) => {
    expect(findTrial(name, 1).target.isReached(counts)).toBe(isReached);
  });
});

test('every trial can be requested by its name, and --quick makes fewer comparisons of each', () => {
  const all = listTrials({ quick: false, only: new Set(TRIAL_NAMES), comparisons: undefined });
  const few = listTrials({ quick: true, only: new Set(TRIAL_NAMES), comparisons: undefined });
  expect(all.map(({ name }) => name)).toEqual([...TRIAL_NAMES]);
  for (const [index, { comparisons }] of few.entries())
    expect(comparisons).toBeLessThan(all[index]?.comparisons ?? 0);
});

test('the table of all trials fits into 80 columns, and harness/compare/README.md shows its rows', () => {
  const trials = listTrials({ quick: false, only: new Set(TRIAL_NAMES), comparisons: undefined });
  const counts = { regression: 0, improvement: 0, inconclusive: 0, pass: 200, 'not-comparable': 0 };
  const rows = trials.map(({ title, target }) => ({
    ...{ title, counts, target: target.text, isReached: true, surprises: [] },
  }));
  const table = renderGateTable(rows, { width: 80, colors: makeColors(false) });
  for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  const readme = readFileSync(new URL('../compare/README.md', import.meta.url), 'utf8');
  const shown = readme.split('\n').map((line) => line.replace(/ +\d+ +\d+ +\d+ +\d+ +/, ' '));
  for (const { title, target } of rows) expect(shown).toContain(`${title} ${target} ✓`);
});

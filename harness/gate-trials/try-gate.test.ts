import { describe, expect, test } from 'vitest';
import { TRIAL_NAMES } from '../command-line/gate-selftest.ts';
import type { ComparisonVerdict } from '../compare/verdict.ts';
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

/** A gate that says one word after the other. */
async function tryWith(trial: Trial, words: readonly ComparisonVerdict[]) {
  const requested: SubjectComparison[] = [];
  const tried = await tryGate(trial, {
    compare: async (one) => {
      const verdict = words[requested.length % words.length] ?? 'pass';
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

  test('counts what is said, and keeps what is not as it should be', async () => {
    const { said, surprises } = await tryWith(findTrial('memory', 3), [
      'regression',
      'inconclusive',
      'regression',
    ]);
    expect(said).toMatchObject({ regression: 2, inconclusive: 1, pass: 0 });
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

  test('keeps what was said before it is interrupted', async () => {
    const interruption = new AbortController();
    let done = 0;
    const { said } = await tryGate(findTrial('alone', 5), {
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
    expect(said).toMatchObject({ pass: 2, regression: 0 });
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
    // What was not seen may be left open, and never passed.
    ['time', { ...none, regression: 36, inconclusive: 4 }, true],
    ['time', { ...none, regression: 39, pass: 1 }, false],
    ['time', { ...none, regression: 35, inconclusive: 5 }, false],
  ] as const)('of %s, where %j was said, is reached: %s', (name, said, isReached) => {
    expect(findTrial(name, 1).target.isReached(said)).toBe(isReached);
  });
});

test('every trial can be requested by its name, and a few of each are fewer', () => {
  const all = listTrials({ quick: false, only: new Set(TRIAL_NAMES), comparisons: undefined });
  const few = listTrials({ quick: true, only: new Set(TRIAL_NAMES), comparisons: undefined });
  expect(all.map(({ name }) => name)).toEqual([...TRIAL_NAMES]);
  for (const [index, { comparisons }] of few.entries())
    expect(comparisons).toBeLessThan(all[index]?.comparisons ?? 0);
});

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { planPairs } from '../plan/plan-pairs.ts';
import { type PlannedRun, planGrowthRuns, planRuns, type Subject } from '../plan/plan-runs.ts';
import { bytes, MiB, volume } from '../scenario.ts';
import { makeScenario } from '../test/builders.ts';
import { estimateRuns, trackRemainingTime } from './remaining-time.ts';

const makeSubject = (volumeBytes: number): Subject => ({
  case: {
    scenario: makeScenario({ parameters: { highWaterMark: bytes([1]), volume: volume(256 * MiB) } }),
    parameters: { highWaterMark: 1, volume: volumeBytes },
  },
  execPath: '/usr/bin/node',
  node: '20.19.0',
});

const OPTIONS = {
  measureRuns: 3,
  profileRuns: 1,
  stableRuns: 2,
  growth: true,
  growthVolumeBytes: undefined,
  growthAtMostBytes: undefined,
};

const track = (subjects: readonly Subject[], options: typeof OPTIONS) =>
  trackRemainingTime(
    subjects.map((subject) => [subject]),
    (subject) => estimateRuns(subject, options),
  );

/** In the order of the plan. */
const keepOrder = (): number => 0.999;

function planAll(subject: Subject, volumesBytes: readonly number[]): PlannedRun[] {
  const how = { volumeName: 'volume', volumesBytes, smallestRounds: 1, flags: [] };
  return [
    ...planRuns([subject], { measureRuns: 3, profileRuns: 1, stableRuns: 2 }, keepOrder),
    ...planGrowthRuns(subject, how, keepOrder),
  ];
}

describe('an estimate', () => {
  test.each([
    ['with the volume that growth needs', 256 * MiB, [16, 32, 64, 128, 256]],
    // The volume of the case is less than the 256 MiB that growth needs.
    ['with less', 1 * MiB, [16, 32, 64, 128, 256]],
    ['with more', 1024 * MiB, [64, 128, 256, 512, 1024]],
  ])('for a case %s is used up by its runs', (_name, volumeBytes, growthMiB) => {
    const subject = makeSubject(volumeBytes);
    const remaining = track([subject], OPTIONS);
    const planned = planAll(
      subject,
      growthMiB.map((count) => count * MiB),
    );
    const [first] = planned;
    // A run takes 1 s for the volume of the case, and its process 0.1 s.
    const tookMs = (run: PlannedRun): number =>
      100 + (1000 * Number(run.parameters.volume)) / Number(run.subject.case.parameters.volume);
    let leftMs = planned.reduce((sum, run) => sum + tookMs(run), 0);
    for (const [index, run] of planned.entries()) {
      const step = remaining.begin(run);
      expect(step).toMatchObject({ index: index + 1, total: planned.length });
      // Until a run of a kind was made, it is taken to be slower than a measure run, by a fixed factor.
      if (index === 0) expect(step.predictMs()).toBeUndefined();
      else expect((step.predictMs() ?? 0) / leftMs).toBeGreaterThan(0.9);
      if (index > 0) expect((step.predictMs() ?? 0) / leftMs).toBeLessThan(1.7);
      leftMs -= tookMs(run);
      remaining.end(run, { tookMs: tookMs(run), durationMs: run === first ? tookMs(run) - 100 : undefined });
    }
    expect(remaining.predictMs()).toBe(0);
  });

  test('has a larger total if growth needs more runs than expected', () => {
    const subject = makeSubject(256 * MiB);
    const remaining = track([subject], { ...OPTIONS, growth: false });
    const steps = planAll(subject, [512 * MiB]).map((run) => remaining.begin(run));
    expect(steps.map(({ total }) => total)).toEqual([6, 6, 6, 6, 6, 6, 7]);
  });

  test('has a smaller total when a case is done with fewer runs than were expected', () => {
    const [one, other] = [makeSubject(256 * MiB), makeSubject(256 * MiB)];
    const remaining = track([one, other], OPTIONS);
    const [first, second] = [one, other].map((subject) => planAll(subject, []));
    const steps = [first?.map((run) => remaining.begin(run)).at(-1)];
    remaining.drop([one]);
    steps.push(second?.map((run) => remaining.begin(run)).at(-1));
    // Each takes six runs, and growth was expected to take five more.
    expect(steps.map((step) => [step?.index, step?.total])).toEqual([
      [6, 22],
      [12, 17],
    ]);
  });

  test('counts the runs of a resumed invocation as done', () => {
    const subject = makeSubject(256 * MiB);
    const [first, second] = planAll(subject, []);
    const remaining = track([subject], OPTIONS);
    if (first !== undefined) remaining.skip(first);
    expect(second && remaining.begin(second)).toMatchObject({ index: 2, total: 11 });
  });

  test('of how long it takes waits for the forecast of further runs, where there can be some', () => {
    const subject = makeSubject(256 * MiB);
    const [first, second] = planAll(subject, []) as [PlannedRun, PlannedRun];
    const remaining = trackRemainingTime(
      [[subject]],
      () => [
        { subject, kind: 'measure', share: 1 },
        { subject, kind: 'measure', share: 1 },
      ],
      { needsForecast: true },
    );
    remaining.begin(first);
    remaining.end(first, { tookMs: 500, durationMs: 400 });
    expect(remaining.predictMs()).toBeUndefined();
    remaining.forecast([{ subject, kind: 'measure', share: 1, count: 2.5 }]);
    expect(remaining.predictMs()).toBe(500 + 1250);
    expect(remaining.begin(second).predictMs()).toBe(500 + 1250);
    remaining.forecast([]);
    expect(remaining.predictMs()).toBe(0);
  });

  test('names the case and the kind of run', () => {
    const subjects = [makeSubject(256 * MiB), makeSubject(512 * MiB)];
    const [, second = makeSubject(0)] = subjects;
    const remaining = track(subjects, OPTIONS);
    const described = planAll(second, [32 * MiB]).map((run) => remaining.begin(run));
    expect(described.map(({ caseIndex, caseTotal, what }) => `${caseIndex}/${caseTotal} ${what}`)).toEqual([
      ...['2/2 measure', '2/2 measure', '2/2 measure', '2/2 profile', '2/2 stable', '2/2 stable'],
      '2/2 growth at 32 MiB',
    ]);
  });

  test('counts two sides as one case, and pairs once they are planned', () => {
    const makeSide = (name: 'a' | 'b'): Subject => ({
      ...makeSubject(256 * MiB),
      side: { name, nodeFlags: [], isCheckedOut: false },
    });
    const [a, b] = [makeSide('a'), makeSide('b')];
    const request = { subject: { a, b }, kind: 'stable', count: 2, planned: 10 } as const;
    const [first, ...others] = ([1, 2] as const)
      .flatMap((batch) => planPairs([{ ...request, batch }], 1, keepOrder))
      .flat();
    const remaining = trackRemainingTime([[a, b]], (subject) => [{ subject, kind: 'stable', share: 1 }]);
    remaining.add(others);
    const steps = [first, ...others].map((run) => run && remaining.begin(run));
    // One that was expected for each side, and seven that were added.
    expect(steps.every((step) => step?.total === 9 && step.caseTotal === 1 && step.caseIndex === 1)).toBe(
      true,
    );
    expect(new Set(steps.map((step) => step?.what))).toEqual(
      new Set(
        ['pair 11/12', 'pair 12/12', 'confirming, pair 11/12', 'confirming, pair 12/12'].flatMap((pair) =>
          ['A', 'B'].map((side) => `${pair}, ${side} stable`),
        ),
      ),
    );
  });

  test('shows the paths of two scenarios with the same name', () => {
    const [one, two] = ['one', 'two'].map((folder): Subject => {
      const subject = makeSubject(1 * MiB);
      const source = pathToFileURL(join(packageRoot, 'harness', folder, 'one.ts')).href;
      const scenario = { ...subject.case.scenario, source };
      return { ...subject, case: { ...subject.case, scenario } };
    });
    const nameOf = (...subjects: readonly Subject[]) => {
      const remaining = track(subjects, OPTIONS);
      return subjects.map((subject) => remaining.begin(planAll(subject, [])[0] as PlannedRun).scenario);
    };
    expect(nameOf(one as Subject)).toEqual(['one']);
    expect(nameOf(one as Subject, two as Subject)).toEqual([
      'one (harness/one/one.ts)',
      'one (harness/two/one.ts)',
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import type { PlannedRun, Subject } from '../../plan/plan-runs.ts';
import type { RunOutcome, RunResult } from '../../result.ts';
import { MiB, makeRun, makeScenario } from '../../test/builders.ts';
import { makeContainerLimiter } from './container-limiter.ts';
import { makeLimiters } from './limiter.ts';
import { measureSurvive, type SurviveMeasuring } from './measure-survive.ts';

const SUBJECT: Subject = {
  case: { scenario: makeScenario(), parameters: {} },
  ...{ execPath: '/usr/bin/node', node: '20.19.0' },
};

interface Needs {
  readonly heapMiB: number;
  readonly rssMiB: number;
}

const crashed = (reason: string): RunOutcome => ({
  ...{ state: 'crashed', phase: 'run', exitCode: 1, signal: null, reason, stderrLines: [] },
});

/** What Node does: it runs out of heap where a flag leaves it less than the program needs, whatever else is limited. */
function runWith({ heapMiB, rssMiB }: Needs, planned: PlannedRun): RunResult {
  const [, value] = /^--max-old-space-size=(\d+)$/.exec(planned.flags[0] ?? '') ?? [];
  const heapLimitMiB = value === undefined ? Infinity : Number(value);
  const isOut = heapLimitMiB < heapMiB;
  return makeRun({
    kind: planned.kind,
    durationMs: 100,
    flags: [...planned.flags],
    outcome: isOut ? { state: 'out-of-memory', phase: 'run' } : { state: 'completed' },
    memory: { peak: { rssBytes: rssMiB * MiB, heapUsedBytes: 1.3 * heapMiB * MiB } },
  });
}

/** Nothing is limited by it here. */
const CONTAINER = makeContainerLimiter(() => ({
  make: () => ({ procsFile: '/dev/null', countKills: () => 0, remove: () => {} }),
}));

function survive(
  needs: Needs,
  settings: Partial<SurviveMeasuring> = {},
  nodeFlags: readonly string[] = [],
): ReturnType<typeof measureSurvive> {
  return measureSurvive(SUBJECT, {
    options: { kinds: ['heap', 'rss'], repeats: 3, precision: 0.02 },
    limiters: makeLimiters(nodeFlags, CONTAINER),
    maxMemoryBytes: 4096 * MiB,
    runOne: async (planned) => runWith(needs, planned),
    onExpected: () => {},
    ...settings,
  });
}

test('a run that the kernel has ended in its cgroup was over its limit, whatever it says', async () => {
  let limitBytes = 0;
  const removed: number[] = [];
  const container = makeContainerLimiter(() => ({
    make: (bytes) => {
      limitBytes = bytes;
      const countKills = () => (bytes < 150 * MiB ? 1 : 0);
      return {
        procsFile: `/sys/fs/cgroup/${bytes}/cgroup.procs`,
        countKills,
        remove: () => removed.push(bytes),
      };
    },
  }));
  const runOne = async (planned: PlannedRun): Promise<RunResult> => {
    const isInCgroup = planned.cgroupFile === `/sys/fs/cgroup/${limitBytes}/cgroup.procs`;
    const isKilled = isInCgroup && limitBytes < 150 * MiB;
    return {
      ...runWith({ heapMiB: 1, rssMiB: 200 }, planned),
      ...(isKilled && { outcome: crashed('SIGKILL') }),
    };
  };
  const options = { kinds: ['container'], repeats: 3, precision: 0.02 } as const;
  const result = await survive(
    { heapMiB: 1, rssMiB: 1 },
    { options, runOne, limiters: makeLimiters([], container) },
  );
  const [answer] = result?.answers ?? [];
  expect(answer).toMatchObject({ kind: 'container', enforcedBy: 'cgroup', state: 'found' });
  expect(answer?.needBytes).toBeGreaterThanOrEqual(150 * MiB);
  expect(answer?.needBytes).toBeLessThanOrEqual(153 * MiB);
  const failed = answer?.trials.filter(({ isSuccess }) => !isSuccess);
  expect(new Set(failed?.map(({ outcome }) => outcome.state))).toEqual(new Set(['over-limit']));
  expect(removed).toHaveLength(answer?.trials.length ?? -1);
});

describe('the smallest limits', () => {
  test('are found for the heap of V8, and for RSS', async () => {
    const result = await survive({ heapMiB: 37, rssMiB: 153 });
    const [heap, rss] = result?.answers ?? [];
    expect(heap).toMatchObject({
      kind: 'heap',
      enforcedBy: 'v8',
      needBytes: 37 * MiB,
      failsAtBytes: 36 * MiB,
    });
    expect(rss).toMatchObject({ kind: 'rss', enforcedBy: 'tidemark', state: 'found' });
    expect(rss?.needBytes).toBeGreaterThanOrEqual(153 * MiB);
    expect(rss?.needBytes).toBeLessThanOrEqual(156 * MiB);
    // What completed between two looks from outside, over its limit, did not survive it.
    expect(rss?.trials.find(({ isSuccess }) => !isSuccess)?.outcome).toMatchObject({
      state: 'over-limit',
      rssBytes: 153 * MiB,
    });
    expect(result?.reference).toEqual({
      durationMs: 100,
      peakRssBytes: 153 * MiB,
      peakHeapUsedBytes: 1.3 * 37 * MiB,
    });
  });

  test('of RSS leave the heap what Node takes in a container: half of it', async () => {
    const result = await survive({ heapMiB: 300, rssMiB: 340 });
    const rss = result?.answers[1];
    expect(rss?.needBytes).toBeGreaterThanOrEqual(600 * MiB);
    expect(rss?.needBytes).toBeLessThanOrEqual(612 * MiB);
    const failed = rss?.trials.filter(({ limitBytes }) => limitBytes === rss.failsAtBytes);
    expect(failed?.map(({ outcome }) => outcome.state)).toEqual(Array(3).fill('out-of-memory'));
  });

  test('of RSS leave the heap alone where the user sizes it', async () => {
    const flags = ['--max-old-space-size=110'];
    const result = await survive({ heapMiB: 100, rssMiB: 140 }, {}, flags);
    expect(result?.answers[1]?.needBytes).toBeLessThanOrEqual(143 * MiB);
    expect(result?.answers[1]?.trials.every(({ nodeFlags }) => nodeFlags.length === 0)).toBe(true);
  });

  test('are those with which no expectation fails that passes without a limit', async () => {
    const check = (passed: boolean) => ({ checks: [{ text: 'all was delivered', passed }] });
    const result = await survive(
      { heapMiB: 0, rssMiB: 0 },
      {
        options: { kinds: ['heap'], repeats: 3, precision: 0.02 },
        runOne: async (planned) => {
          const limit = Number(/\d+$/.exec(planned.flags[0] ?? '')?.[0] ?? Infinity);
          return {
            ...runWith({ heapMiB: 20, rssMiB: 0 }, planned),
            ...check(limit >= 30),
            outcome: { state: 'completed' },
          };
        },
      },
    );
    expect(result?.answers[0]).toMatchObject({ needBytes: 30 * MiB, failsAtBytes: 29 * MiB });
    const failed = result?.answers[0]?.trials.find(({ isSuccess }) => !isSuccess);
    expect(failed?.failedChecks).toEqual(['all was delivered']);
  });
});

test('a case that does not complete without a limit has no answer', async () => {
  const runOne = async (): Promise<RunResult> => makeRun({ outcome: crashed('no such file') });
  expect(await survive({ heapMiB: 1, rssMiB: 1 }, { runOne })).toMatchObject({
    outcome: { state: 'crashed' },
    answers: [],
  });
});

test('more than the largest limit is said to be needed', async () => {
  const result = await survive(
    { heapMiB: 300, rssMiB: 400 },
    {
      maxMemoryBytes: 256 * MiB,
      options: { kinds: ['heap'], repeats: 3, precision: 0.02 },
    },
  );
  expect(result?.answers).toMatchObject([{ state: 'beyond-ceiling', ceilingBytes: 256 * MiB }]);
});

test('after an interruption, what was found is kept', async () => {
  let left = 20;
  const runOne = async (planned: PlannedRun) =>
    left-- > 0 ? runWith({ heapMiB: 37, rssMiB: 153 }, planned) : undefined;
  const result = await survive({ heapMiB: 37, rssMiB: 153 }, { runOne });
  expect(result?.answers.map(({ state }) => state)).toEqual(['found', 'interrupted']);
  left = 0;
  expect(await survive({ heapMiB: 37, rssMiB: 153 }, { runOne })).toBeUndefined();
});

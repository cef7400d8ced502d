import { describe, expect, test } from 'vitest';
import type { RunOutcome } from '../../../result.ts';
import type { SurviveAnswer, SurviveResult, Trial } from '../../../survive/survive-report.ts';
import { MiB } from '../../../test/builders.ts';
import { describeAnswer, describeDetails, describeReference } from './survive-sentences.ts';

const OUT: RunOutcome = { state: 'out-of-memory', phase: 'run' };

const makeTrial = (
  limitMiB: number,
  outcome: RunOutcome = { state: 'completed' },
  durationMs = 100,
): Trial => ({
  ...{ limitBytes: limitMiB * MiB, isSuccess: outcome.state === 'completed', outcome },
  ...{ nodeFlags: [], wallMs: 200, durationMs },
});

const found = (
  trials: readonly Trial[],
  needMiB = 105,
  failsMiB: number | undefined = 104,
): SurviveAnswer => ({
  ...{ kind: 'heap', enforcedBy: 'v8', state: 'found', needBytes: needMiB * MiB, trials },
  ...(failsMiB !== undefined && { failsAtBytes: failsMiB * MiB }),
});

const makeResult = (...answers: readonly SurviveAnswer[]): SurviveResult => ({
  ...{ scenario: 'one', title: 'One', parameters: {}, parameterKinds: {}, node: '20.19.0', answers },
  outcome: { state: 'completed' },
  reference: { durationMs: 100, peakRssBytes: 150 * MiB, peakHeapUsedBytes: 120 * MiB },
});

const detailsOf = (answer: SurviveAnswer, ...others: readonly SurviveAnswer[]): string[] =>
  describeDetails(answer, makeResult(answer, ...others));

const TEN = Array.from({ length: 10 }, () => makeTrial(105));

describe('the answer', () => {
  test('names the limit that is enough, the one that is not, and the flag', () => {
    expect(describeAnswer(found(TEN))).toBe(
      'V8 heap: 105 MiB is enough, 104 MiB not (--max-old-space-size=105)',
    );
    expect(describeAnswer({ ...found(TEN, 12_000, 11_900), kind: 'rss' })).toBe(
      'RSS: 12,000 MiB is enough, 11,900 MiB not',
    );
  });

  test('says so where there is none', () => {
    const none = { kind: 'rss', enforcedBy: 'tidemark', trials: [] } as const;
    expect(describeAnswer({ ...none, state: 'beyond-ceiling', ceilingBytes: 512 * MiB })).toBe(
      'RSS: more than 512 MiB is needed, the largest limit that was tried (--max-memory)',
    );
    expect(describeAnswer({ ...none, state: 'unsettled' })).toContain('runs fail now and then');
    expect(describeAnswer({ ...none, state: 'interrupted' })).toContain('interrupted');
  });
});

describe('the details', () => {
  test('say how sure it is: no failure in n runs', () => {
    // 1 - 0.05^(1/10) = 25.9 %
    expect(detailsOf(found(TEN))[0]).toBe(
      'all 10 runs with 105 MiB completed: at most 26 % fail (95 % confidence)',
    );
    // 1 - 0.05 = 95 %
    expect(detailsOf(found([makeTrial(105)]))[0]).toContain(
      'the only run with 105 MiB completed: at most 95 % fail',
    );
  });

  test('say what fails first with less', () => {
    const trials = [...TEN, makeTrial(104, OUT), makeTrial(104), makeTrial(104, OUT)];
    expect(detailsOf(found(trials))[1]).toBe('with 104 MiB, 2 of 3 runs failed: V8 ran out of heap in run()');
    const over: RunOutcome = { state: 'over-limit', phase: 'load', limitBytes: 1, rssBytes: 110 * MiB };
    expect(detailsOf(found([...TEN, makeTrial(104, over)]))[1]).toBe(
      'with 104 MiB, 1 of 1 run failed: it took 110 MiB of RSS while it was loaded',
    );
  });

  test('say where some runs complete by luck', () => {
    const trials = [...TEN, makeTrial(99), makeTrial(104, OUT), makeTrial(90, OUT)];
    expect(detailsOf(found(trials))).toContain('from 99 MiB to 104 MiB some runs complete and some fail');
  });

  test('say that it is slow there, if it is', () => {
    const slow = Array.from({ length: 10 }, () => makeTrial(105, { state: 'completed' }, 240));
    expect(detailsOf(found(slow)).at(-1)).toBe(
      'with it a run takes 2.4 times as long as without a limit: with a little more it is faster',
    );
    expect(detailsOf(found(TEN)).join()).not.toContain('times as long');
  });

  test('name the heap that Node takes in a container, where that was too small', () => {
    const sized = {
      ...makeTrial(104, OUT),
      nodeFlags: ['--max-old-space-size=256', '--max-semi-space-size=1'],
    };
    const rss: SurviveAnswer = { ...found([...TEN, sized]), kind: 'rss', enforcedBy: 'tidemark' };
    expect(detailsOf(rss, found(TEN, 63)).join('\n')).toContain('--node-flag=--max-old-space-size=63');
    expect(detailsOf(rss).join('\n')).toContain('--node-flag=--max-old-space-size=MiB');
    expect(detailsOf(rss).at(-1)).toContain('tidemark enforced the limit itself');
  });
});

test('a case that does not complete without a limit says why', () => {
  const { reference: _, ...result } = makeResult();
  expect(
    describeReference({ ...result, outcome: { state: 'timed-out', afterMs: 60_000, phase: 'setup' } }),
  ).toBe('it does not complete even without a limit: it was not finished after 1 min, in setup()');
});

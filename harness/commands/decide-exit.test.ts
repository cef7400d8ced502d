import { describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { makeCase, makeGrowth, makeRun } from '../test/builders.ts';
import { decideAbExit, decideExit } from './decide-exit.ts';

const passed = makeCase({ expectations: [{ text: 'a', passed: true }] });
const broken = makeCase({
  expectations: [
    { text: 'a', passed: true },
    { text: 'b', passed: false },
  ],
});
const unjudged = makeCase({ expectations: [{ text: 'a', notJudged: 'nothing was measured' }] });
const failed = makeCase({ runs: [makeRun(), makeRun({ outcome: { state: 'aborted', phase: 'run' } })] });
const crashedIn = (phase: string) =>
  makeCase({
    expectedOutcome: 'crashed',
    runs: [
      makeRun({
        outcome: { state: 'crashed', phase, exitCode: 13, signal: null, reason: '', stderrLines: [] },
      }),
    ],
  });
const inconclusive = makeCase({ growth: makeGrowth({ verdict: 'inconclusive' }) });

test.each([
  ['all expectations passed', [passed, passed], false, EXIT.pass],
  ['one expectation failed', [passed, broken], false, EXIT.failed],
  ['a run did not complete', [passed, failed], false, EXIT.notMeasured],
  ['a missing figure is worse than a bad one', [broken, failed], true, EXIT.notMeasured],
  ['an expectation was not judged', [passed, unjudged], false, EXIT.notMeasured],
  ['that is worse than one that failed', [broken, unjudged], true, EXIT.notMeasured],
  ['nothing was run', [], false, EXIT.notMeasured],
  ['a run crashed, as it should', [crashedIn('run')], false, EXIT.pass],
  ['a run that should crash crashed too early', [crashedIn('setup')], false, EXIT.notMeasured],
  ['growth is inconclusive', [inconclusive], false, EXIT.pass],
  ['growth is inconclusive, with --strict', [passed, inconclusive], true, EXIT.inconclusive],
  ['a failed expectation is worse than inconclusive growth', [inconclusive, broken], true, EXIT.failed],
] as const)('%s', (_name, results, strict, code) => {
  expect(decideExit(results, strict)).toBe(code);
});

describe('for two sides', () => {
  const reportOf = (...results: (typeof passed)[]) => ({ results });

  test.each([
    ['nothing is worse', passed, passed, 'pass', false, EXIT.pass],
    ['B is better', passed, passed, 'improvement', true, EXIT.pass],
    ['B is worse', passed, passed, 'regression', false, EXIT.failed],
    ['only B fails', passed, failed, 'regression', false, EXIT.failed],
    ['only A fails', failed, passed, 'improvement', false, EXIT.notMeasured],
    ['both fail', failed, failed, 'inconclusive', true, EXIT.notMeasured],
    ['B does not hold what it must', passed, broken, 'pass', false, EXIT.failed],
    ['B holds what A did not', broken, passed, 'pass', false, EXIT.pass],
    ['nothing could be judged', passed, passed, 'not-comparable', false, EXIT.notComparable],
    ['something is inconclusive', passed, passed, 'inconclusive', false, EXIT.pass],
    ['something is inconclusive, with --strict', passed, passed, 'inconclusive', true, EXIT.inconclusive],
  ] as const)('%s', (_name, a, b, verdict, strict, code) => {
    expect(decideAbExit({ verdict }, { a: reportOf(a), b: reportOf(b) }, strict)).toBe(code);
  });
});

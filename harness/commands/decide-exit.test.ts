import { expect, test } from 'vitest';
import { EXIT } from '../exit-codes.ts';
import { makeCase, makeGrowth, makeRun } from '../test/hand-made.ts';
import { decideExit } from './decide-exit.ts';

const passed = makeCase({ expectations: [{ text: 'a', held: true }] });
const broken = makeCase({
  expectations: [
    { text: 'a', held: true },
    { text: 'b', held: false },
  ],
});
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
const doubtful = makeCase({ growth: makeGrowth({ verdict: 'inconclusive' }) });

test.each([
  ['all that was expected held', [passed, passed], false, EXIT.pass],
  ['one expectation did not hold', [passed, broken], false, EXIT.notHeld],
  ['a run did not complete', [passed, failed], false, EXIT.notMeasured],
  ['a figure that is missing weighs more than one that is bad', [broken, failed], true, EXIT.notMeasured],
  ['nothing was run', [], false, EXIT.notMeasured],
  ['a run crashed, as it should', [crashedIn('run')], false, EXIT.pass],
  ['a run that should crash crashed too early', [crashedIn('setup')], false, EXIT.notMeasured],
  ['growth is inconclusive', [doubtful], false, EXIT.pass],
  ['growth is inconclusive, with --strict', [passed, doubtful], true, EXIT.inconclusive],
  ['one that did not hold weighs more than a doubt', [doubtful, broken], true, EXIT.notHeld],
] as const)('%s', (_name, results, strict, code) => {
  expect(decideExit(results, strict)).toBe(code);
});

import { expect, test } from 'vitest';
import { makeCase, makeRun } from '../../../test/builders.ts';
import { makeColors } from '../../text/colors.ts';
import { renderExplanation } from './explanation.ts';

const PLAIN = { width: 60, colors: makeColors(false) };

test('a run that failed is named below the readings of the others, with what to try', () => {
  const claim = { statement: 'The sea is salt.', source: [], verdict: 'not measured', why: 'late' } as const;
  const result = makeCase({
    ...{ scenario: 'salt', node: '20.1.0', claim },
    runs: [
      makeRun({ recorded: { grams: 35 } }),
      makeRun({ outcome: { state: 'timed-out', afterMs: 60_000, phase: 'run' } }),
    ],
  });
  const explanation = renderExplanation(
    {
      claim: { id: 'salt', topic: 'sea', statement: claim.statement, source: [], answers: {} },
      ...{ sources: {}, results: [result], experiment: { path: 'salt.ts', text: '' } },
    },
    PLAIN,
  );
  expect(explanation).toContain(`Readings
  Node 20.1.0, 2 runs
    grams: 35 · –
    run 2 timed out after 1 min, in run: raise --timeout, or
      find out what it waits for
`);
});
